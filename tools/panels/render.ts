import { type Annotation, loadAnnotations } from './annotations.ts';
import { type GridPos, type Panel, parseDashboard } from './dashboard.ts';
import { findUnsupportedOverrides } from './field-config.ts';
import { formatText, interpolate, type Scope } from './interpolate.ts';
import { buildLayout, type PlacedPanel, type PlacedRow } from './layout.ts';
import { renderMarkdown } from './markdown.ts';
import { buildChart } from './models/chart.ts';
import { buildBarGauge, buildGauge } from './models/gauges.ts';
import { buildHeatmap } from './models/heatmap.ts';
import type { BuiltModel, PanelModel } from './models/panel-model.ts';
import { buildStat } from './models/stat.ts';
import { buildStateTimeline } from './models/state-timeline.ts';
import { buildTable } from './models/table.ts';
import { buildPrometheusClient } from './prometheus.ts';
import { foreignDatasource, panelRange, type QueryContext, type QueryResult, runQueries } from './queries.ts';
import type { TimeRange } from './time-range.ts';
import { findUnit } from './units.ts';
import { type GivenVariables, type ResolvedVariables, resolveVariables } from './variables.ts';

/** `empty`: no query returned a number; `unsupported`: this kind of panel cannot be drawn here. */
type PanelStatus = 'ok' | 'empty' | 'error' | 'unsupported';

export interface RenderedQuery {
  readonly refId: string;
  /** As it was sent. */
  readonly expr: string;
  readonly kind: 'range' | 'instant';
  readonly stepSeconds: number;
  readonly series: number;
  readonly samples: number;
  readonly error?: string;
}

export interface RenderedPanel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly gridPos: GridPos;
  readonly status: PanelStatus;
  /** What stands in the panel when it is not `ok`. */
  readonly message: string;
  readonly samples: number;
  readonly queries: readonly RenderedQuery[];
  /** What is not drawn as Grafana would. */
  readonly warnings: readonly string[];
  readonly model?: PanelModel;
}

export interface RenderedDashboard {
  readonly title: string;
  readonly description: string;
  readonly range: TimeRange;
  readonly variables: ResolvedVariables['shown'];
  readonly rows: readonly PlacedRow[];
  readonly panels: readonly RenderedPanel[];
  /** Marked in all charts. */
  readonly annotations: readonly Annotation[];
  readonly warnings: readonly string[];
}

export interface RenderOptions {
  /** Classic dashboard JSON, parsed. */
  readonly dashboard: unknown;
  readonly prometheusUrl: string;
  readonly range: TimeRange;
  /** Values of variables; those not given keep what the dashboard has saved. */
  readonly variables?: GivenVariables;
  /** The data source's scrape interval; `15s` unless set, as in Grafana. */
  readonly scrapeInterval?: string;
  /** Width of the page in pixels: decides how many points are asked for. 1600 unless set. */
  readonly widthPx?: number;
}

type BuildModel = (panel: Panel, queries: readonly QueryResult[], range: TimeRange) => BuiltModel;

const BUILDERS: Readonly<Record<string, BuildModel>> = {
  timeseries: buildChart,
  stat: buildStat,
  gauge: buildGauge,
  bargauge: buildBarGauge,
  table: buildTable,
  heatmap: buildHeatmap,
  'state-timeline': buildStateTimeline,
};

const DEFAULT_WIDTH_PX = 1_600;
const GRID_COLUMNS = 24;

function findPanelWarnings(panel: Panel, queries: readonly QueryResult[]): readonly string[] {
  const warnings = [...findUnsupportedOverrides(panel)];
  for (const { refId, unknown } of queries) {
    if (unknown.length > 0) warnings.push(`Query ${refId}: nothing is known of ${unknown.join(', ')}.`);
  }
  const overridden = (panel.fieldConfig?.overrides ?? []).flatMap(({ properties }) => properties);
  const units = overridden.filter(({ id }) => id === 'unit').map(({ value }) => String(value));
  for (const unit of new Set([panel.fieldConfig?.defaults?.unit, ...units])) {
    if (!findUnit(unit).supported) warnings.push(`Unit "${unit}" is not supported: plain numbers are shown.`);
  }
  if (panel.type !== 'table') {
    const active = (panel.transformations ?? []).filter(({ disabled }) => disabled !== true);
    warnings.push(...active.map(({ id }) => `Transformation "${id}" is supported in tables only.`));
  }
  if (panel.timeShift) warnings.push('The time shift of the panel is not supported.');
  if (panel.repeat) warnings.push(`Repeating by "${panel.repeat}" is not supported: it is drawn once.`);
  return warnings;
}

function summarizeQuery(query: QueryResult): RenderedQuery {
  const { refId, expr, kind, stepMs, series, samples, error } = query;
  const summary = { refId, expr, kind, stepSeconds: stepMs / 1_000, series: series.length, samples };
  return error === undefined ? summary : { ...summary, error };
}

type Outcome = Pick<RenderedPanel, 'status' | 'message' | 'samples' | 'queries' | 'warnings' | 'model'>;

function withoutData(status: PanelStatus, message: string): Outcome {
  return { status, message, samples: 0, queries: [], warnings: [] };
}

function renderText(panel: Panel, scope: Scope): Outcome {
  const { content = '', mode = 'markdown' } = panel.options ?? {};
  const html = renderMarkdown(interpolate(content, scope, formatText).text);
  const warnings = mode === 'html' ? ['HTML of text panels is shown as text.'] : [];
  return { status: 'ok', message: '', samples: 0, queries: [], warnings, model: { type: 'text', html } };
}

async function renderData(panel: Panel, build: BuildModel, context: QueryContext): Promise<Outcome> {
  const foreign = [panel.datasource, ...(panel.targets ?? []).map(target => target.datasource)]
    .map(foreignDatasource)
    .find(type => type !== undefined);
  if (foreign) return withoutData('unsupported', `Data sources of type "${foreign}" are not supported.`);
  const results = await runQueries(panel, context);
  const warnings = findPanelWarnings(panel, results);
  const samples = results.reduce((sum, query) => sum + query.samples, 0);
  const facts = { samples, queries: results.map(summarizeQuery), warnings };
  const errors = results.flatMap(({ refId, error }) => (error === undefined ? [] : [`${refId}: ${error}`]));
  if (errors.length > 0) return { ...facts, status: 'error', message: errors.join('\n') };
  if (samples === 0) {
    return { ...facts, status: 'empty', message: panel.fieldConfig?.defaults?.noValue ?? 'No data' };
  }
  const built = build(panel, results, panelRange(panel, context.range));
  return {
    ...facts,
    status: 'ok',
    message: '',
    model: built.model,
    warnings: [...warnings, ...built.warnings],
  };
}

async function renderOutcome(panel: Panel, context: QueryContext): Promise<Outcome> {
  if (panel.libraryPanel) return withoutData('unsupported', 'Library panels are not supported.');
  if (panel.type === 'text') return renderText(panel, context.scope);
  const build = Object.hasOwn(BUILDERS, panel.type) ? BUILDERS[panel.type] : undefined;
  if (!build) return withoutData('unsupported', `Panels of type "${panel.type}" are not supported.`);
  try {
    return await renderData(panel, build, context);
  } catch (error) {
    return withoutData('error', error instanceof Error ? error.message : String(error));
  }
}

async function renderPanel(
  { panel, gridPos }: PlacedPanel,
  index: number,
  context: QueryContext,
): Promise<RenderedPanel> {
  const fill = (text: string | undefined) => interpolate(text ?? '', context.scope, formatText).text;
  const outcome = await renderOutcome(panel, context);
  return {
    id: panel.id ?? index + 1,
    title: fill(panel.title),
    description: fill(panel.description),
    type: panel.type,
    gridPos,
    ...outcome,
  };
}

/**
 * Asks Prometheus for everything a dashboard shows, with its queries resolved as Grafana would, and prepares every
 * panel for drawing. A panel that fails says so in its status.
 * @throws Error only when `dashboard` is not a classic dashboard.
 */
export async function renderDashboard(options: RenderOptions): Promise<RenderedDashboard> {
  const { prometheusUrl, range, variables: given = {}, scrapeInterval = '15s' } = options;
  const dashboard = parseDashboard(options.dashboard);
  const client = buildPrometheusClient(prometheusUrl);
  const variables = await resolveVariables(dashboard.templating?.list ?? [], { client, range, given });
  const layout = buildLayout(dashboard.panels);
  const pageWidthPx = options.widthPx ?? DEFAULT_WIDTH_PX;
  const context = { client, range, scrapeInterval, scope: variables.scope, widthPx: pageWidthPx };
  const marked = await loadAnnotations(dashboard.annotations?.list ?? [], context);
  const panels = await Promise.all(
    layout.panels.map((placed, index) => {
      const widthPx = Math.round((placed.gridPos.w * pageWidthPx) / GRID_COLUMNS);
      return renderPanel(placed, index, { ...context, widthPx });
    }),
  );
  return {
    title: dashboard.title,
    description: dashboard.description ?? '',
    range,
    variables: variables.shown,
    rows: layout.rows.map(row => ({
      ...row,
      title: interpolate(row.title, variables.scope, formatText).text,
    })),
    panels,
    annotations: marked.annotations,
    warnings: [...variables.warnings, ...marked.warnings],
  };
}
