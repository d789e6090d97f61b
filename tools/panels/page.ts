import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { embedJson, escapeHtml } from './html.ts';
import type { PlacedRow } from './layout.ts';
import { PALETTES } from './palettes.ts';
import type { RenderedDashboard, RenderedPanel, RenderedQuery } from './render.ts';
import { findUnit } from './units.ts';

export type Theme = 'dark' | 'light';

export interface PageOptions {
  /** `dark` unless set; the page has a button that changes it. */
  readonly theme?: Theme;
}

/** In the order in which they run; each in a function of its own, so that their names do not meet. */
const SCRIPTS = [
  'drawing.js',
  'format.js',
  'legend.js',
  'annotations.js',
  'chart.js',
  'stat.js',
  'gauge.js',
  'bar-gauge.js',
  'table.js',
  'heatmap.js',
  'state-timeline.js',
  'main.js',
];

const STYLES = ['page.css', 'chart.css', 'values.css', 'table.css'];

const require = createRequire(import.meta.url);

/** The folder of scripts and styles in the source tree, also when this file runs compiled (tsc copies no assets). */
function findAssets(): string {
  const root = import.meta.dirname.replace(/[\\/](build[\\/])?tools[\\/]panels$/, '');
  return join(root, 'tools', 'panels', 'page');
}

function readAssets(): { readonly style: string; readonly script: string } {
  const folder = findAssets();
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const uplotScript = readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8');
  const uplotStyle = readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8');
  return {
    style: [uplotStyle, ...STYLES.map(read)].join('\n'),
    script: [uplotScript, ...SCRIPTS.map(name => `(() => {\n${read(name)}})();`)].join('\n'),
  };
}

function formatMoment(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
}

function buildHeader({ title, range, variables, panels }: RenderedDashboard): string {
  const shown = variables.map(
    ({ label, text }) =>
      `<span class="variable"><span>${escapeHtml(label)}</span><span>${escapeHtml(text)}</span></span>`,
  );
  const counts = (['ok', 'empty', 'error', 'unsupported'] as const).map(status => {
    const count = panels.filter(panel => panel.status === status).length;
    return count === 0 ? '' : `<b class="is-${status}">${count} ${status}</b>`;
  });
  const period = `${formatMoment(range.fromMs)} to ${formatMoment(range.toMs)} UTC`;
  return `<header><h1>${escapeHtml(title)}</h1><span class="range">${period}</span>${shown.join('')}
<span class="summary"><span>${panels.length} panels</span>${counts.join('')}<button id="theme">Theme</button></span></header>`;
}

function buildNotices(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  const items = warnings.map(warning => `<li>${escapeHtml(warning)}</li>`);
  return `<ul class="notices">${items.join('')}</ul>`;
}

function buildMark(kind: 'info' | 'warn', text: string): string {
  if (text === '') return '';
  const sign = kind === 'info' ? 'i' : '!';
  return `<span class="mark ${kind}" tabindex="0">${sign}<span class="bubble">${escapeHtml(text)}</span></span>`;
}

function buildQuery({ refId, expr, kind, stepSeconds, series, samples, error }: RenderedQuery): string {
  const facts = [kind, `step ${stepSeconds} s`, `${series} series`, `${samples} samples`];
  const failed = error === undefined ? '' : `<p class="is-error">${escapeHtml(error)}</p>`;
  return `<b>${escapeHtml(refId)}</b> · ${facts.join(' · ')}<pre>${escapeHtml(expr)}</pre>${failed}`;
}

function buildBody(panel: RenderedPanel, index: number): string {
  if (panel.model?.type === 'text') return `<div class="body">${panel.model.html}</div>`;
  const message = panel.model ? '' : `<div class="message">${escapeHtml(panel.message)}</div>`;
  return `<div class="body" data-index="${index}">${message}</div>`;
}

function buildPanel(panel: RenderedPanel, index: number): string {
  const { x, y, w, h } = panel.gridPos;
  const place = `grid-column: ${x + 1} / span ${w}; grid-row: ${y + 1} / span ${h}`;
  const kind = [panel.type === 'text' ? 'text' : '', x > 16 ? 'right-edge' : ''].filter(Boolean).join(' ');
  const queries = panel.queries.map(buildQuery).join('');
  const details = queries
    ? `<details class="queries"><summary title="Queries">⋮</summary><div>${queries}</div></details>`
    : '';
  return `<section class="panel ${kind}" data-status="${panel.status}" data-title="${escapeHtml(panel.title)}" style="${place}">
<div class="head"><h2 title="${escapeHtml(panel.title)}">${escapeHtml(panel.title)}</h2>${buildMark('info', panel.description)}${buildMark('warn', panel.warnings.join('\n'))}${details}</div>
${buildBody(panel, index)}</section>`;
}

function buildRow({ title, y }: PlacedRow): string {
  return `<h2 class="row" style="grid-row: ${y + 1}">${escapeHtml(title)}</h2>`;
}

/**
 * Builds one page that needs nothing else: styles, scripts and data are inside. Texts of the dashboard and of labels
 * are escaped, and the page's policy runs no script but its own.
 */
export function buildPage(rendered: RenderedDashboard, { theme = 'dark' }: PageOptions = {}): string {
  const { style, script } = readAssets();
  const models = rendered.panels.map(({ model }) => (model && model.type !== 'text' ? model : null));
  const { annotations } = rendered;
  const data = { models, annotations, palettes: PALETTES, percentFormat: findUnit('percentunit').format };
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'`;
  return `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(rendered.title)}</title>
<style>${style}</style>
</head>
<body>
${buildHeader(rendered)}
${buildNotices(rendered.warnings)}
<main>
${rendered.rows.map(buildRow).join('\n')}
${rendered.panels.map(buildPanel).join('\n')}
</main>
<div id="tooltip" class="tooltip"></div>
<script type="application/json" id="data">${embedJson(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}
