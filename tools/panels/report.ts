import type { RenderedDashboard, RenderedPanel } from './render.ts';

/** What `--json` writes. */
export interface Report {
  readonly panels: readonly Pick<
    RenderedPanel,
    'id' | 'title' | 'type' | 'status' | 'message' | 'samples' | 'warnings' | 'queries'
  >[];
  readonly warnings: readonly string[];
}

/** Status and queries of every panel, without what is drawn. */
export function buildReport({ panels, warnings }: RenderedDashboard): Report {
  return {
    panels: panels.map(({ id, title, type, status, message, samples, warnings: ownWarnings, queries }) => ({
      id,
      title,
      type,
      status,
      message,
      samples,
      warnings: ownWarnings,
      queries,
    })),
    warnings,
  };
}

/** Panels in error; with `isStrict` those that are empty too. */
export function findFailures({ panels }: RenderedDashboard, isStrict: boolean): readonly RenderedPanel[] {
  return panels.filter(({ status }) => status === 'error' || (isStrict && status === 'empty'));
}

/** A few lines for the terminal: a count by status, then every panel that is not as it should be. */
export function writeSummary(rendered: RenderedDashboard): string {
  const { title, panels, warnings } = rendered;
  const ok = panels.filter(({ status }) => status === 'ok').length;
  const lines = [`${title}: ${ok} of ${panels.length} panels have data.`];
  for (const panel of panels) {
    if (panel.status !== 'ok') lines.push(`  ${panel.status}: ${panel.title}: ${panel.message}`);
    lines.push(...panel.warnings.map(warning => `  warning: ${panel.title}: ${warning}`));
  }
  lines.push(...warnings.map(warning => `  warning: ${warning}`));
  return lines.join('\n');
}
