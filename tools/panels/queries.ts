import type { DatasourceRef, Panel, Target } from './dashboard.ts';
import { formatPromql, type Interpolated, interpolate, plainValue, type Scope } from './interpolate.ts';
import { type Intervals, resolveIntervals } from './intervals.ts';
import type { PrometheusClient, Series } from './prometheus.ts';
import { formatDuration, parseDurationMs, type TimeRange } from './time-range.ts';

/** A query as it is sent. */
export interface ResolvedQuery {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly format: string;
  readonly kind: 'range' | 'instant';
  readonly stepMs: number;
  readonly range: TimeRange;
  /** References that nothing is known of, left in the expression. */
  readonly unknown: readonly string[];
}

/** A query with its answer; `samples` counts the values that are numbers. */
export interface QueryResult extends ResolvedQuery {
  readonly series: readonly Series[];
  readonly samples: number;
  readonly error?: string;
}

export interface QueryContext {
  readonly client: PrometheusClient;
  readonly scope: Scope;
  readonly range: TimeRange;
  readonly scrapeInterval: string;
  /** Width of the panel in pixels: one point per pixel at the most. */
  readonly widthPx: number;
}

function buildBuiltins(range: TimeRange, intervals: Intervals): Scope {
  const rangeMs = range.toMs - range.fromMs;
  const texts: Readonly<Record<string, string>> = {
    __interval: formatDuration(intervals.intervalMs),
    __interval_ms: String(intervals.intervalMs),
    __rate_interval: formatDuration(intervals.rateIntervalMs),
    __rate_interval_ms: String(intervals.rateIntervalMs),
    __range: `${Math.round(rangeMs / 1_000)}s`,
    __range_s: String(Math.round(rangeMs / 1_000)),
    __range_ms: String(rangeMs),
    __from: String(range.fromMs),
    __to: String(range.toMs),
  };
  return new Map(Object.entries(texts).map(([name, text]) => [name, plainValue(text)]));
}

/** The panel's own time range ("relative time"), if it has one. */
export function panelRange(panel: Panel, range: TimeRange): TimeRange {
  return panel.timeFrom ? { ...range, fromMs: range.toMs - parseDurationMs(panel.timeFrom) } : range;
}

/** Both ends on a multiple of the step, as Grafana aligns range queries, so that a refresh does not shift the points. */
function alignRange(range: TimeRange, stepMs: number): TimeRange {
  return {
    fromMs: Math.floor(range.fromMs / stepMs) * stepMs,
    toMs: Math.floor(range.toMs / stepMs) * stepMs,
  };
}

/** Resolves one query of a panel the way Grafana's Prometheus data source does. */
export function resolveQuery(
  panel: Panel,
  target: Target,
  index: number,
  context: QueryContext,
): ResolvedQuery {
  const { scope, scrapeInterval, widthPx } = context;
  const range = panelRange(panel, context.range);
  const fill = (source: string, names: Scope): Interpolated => interpolate(source, names, formatPromql);
  const known = (text: string | null | undefined) => (text ? fill(text, scope).text : undefined);
  const intervals = resolveIntervals({
    range,
    scrapeInterval,
    maxDataPoints: panel.maxDataPoints ?? widthPx,
    panelInterval: known(panel.interval),
    targetInterval: known(target.interval),
    intervalFactor: target.intervalFactor,
  });
  const everything = new Map([...scope, ...buildBuiltins(range, intervals)]);
  const { text, unknown } = fill(target.expr ?? '', everything);
  const instant = target.instant === true && target.range !== true;
  return {
    refId: target.refId ?? String.fromCharCode('A'.charCodeAt(0) + index),
    expr: text,
    legendFormat: fill(target.legendFormat ?? '', everything).text,
    format: target.format ?? 'time_series',
    kind: instant ? 'instant' : 'range',
    stepMs: intervals.stepMs,
    range: instant ? range : alignRange(range, intervals.stepMs),
    unknown,
  };
}

async function runQuery(query: ResolvedQuery, client: PrometheusClient): Promise<QueryResult> {
  try {
    const series =
      query.kind === 'instant'
        ? await client.queryInstant(query.expr, query.range.toMs)
        : await client.queryRange(query.expr, query.range, query.stepMs);
    const samples = series.reduce(
      (sum, { values }) => sum + values.filter(value => !Number.isNaN(value)).length,
      0,
    );
    return { ...query, series, samples };
  } catch (error) {
    return {
      ...query,
      series: [],
      samples: 0,
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Type of a data source when it is one that Prometheus cannot stand in for, e.g. `loki`. */
export function foreignDatasource(reference: DatasourceRef | undefined): string | undefined {
  const type = typeof reference === 'object' && reference !== null ? reference.type : undefined;
  return type === undefined || ['prometheus', 'datasource'].includes(type) ? undefined : type;
}

/** Runs all queries of a panel that are not hidden. Never rejects: an error is part of its result. */
export function runQueries(panel: Panel, context: QueryContext): Promise<readonly QueryResult[]> {
  const targets = (panel.targets ?? []).map((target, index) => ({ target, index }));
  const wanted = targets.filter(({ target }) => target.hide !== true && target.expr);
  return Promise.all(
    wanted.map(({ target, index }) => runQuery(resolveQuery(panel, target, index, context), context.client)),
  );
}
