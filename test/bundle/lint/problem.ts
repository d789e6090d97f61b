import type { Dashboard, DataPanel, Panel } from '../../../src/dashboards/index.ts';

/** A rule of the linter: what it finds wrong in a dashboard, one text per place. */
export type Rule = (dashboard: Dashboard) => readonly string[];

export function isDataPanel(panel: Panel): panel is DataPanel {
  return panel.type !== 'row' && panel.type !== 'text';
}

/** Applies a check to every panel with queries; the title says where a problem is. */
export function checkPanels(
  dashboard: Dashboard,
  check: (panel: DataPanel) => readonly string[],
): readonly string[] {
  return dashboard.panels
    .filter(isDataPanel)
    .flatMap(panel => check(panel).map(problem => `${panel.title}: ${problem}`));
}

/** Applies a check to the expression of every query of a panel. */
export function checkTargets(
  dashboard: Dashboard,
  check: (expr: string) => readonly string[],
): readonly string[] {
  return checkPanels(dashboard, panel =>
    panel.targets.flatMap(target => check(target.expr).map(problem => `${target.refId}: ${problem}`)),
  );
}

/** Applies a check to every expression: of the queries of panels, and of annotations. */
export function checkExpressions(
  dashboard: Dashboard,
  check: (expr: string) => readonly string[],
): readonly string[] {
  const inAnnotations = dashboard.annotations.list.flatMap(({ name, expr }) =>
    expr === undefined ? [] : check(expr).map(problem => `annotation ${name}: ${problem}`),
  );
  return [...inAnnotations, ...checkTargets(dashboard, check)];
}
