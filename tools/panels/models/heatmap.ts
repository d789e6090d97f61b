import type { Panel } from '../dashboard.ts';
import { resolveFormat } from '../fields.ts';
import { formatNumber } from '../number-format.ts';
import type { Series } from '../prometheus.ts';
import type { QueryResult } from '../queries.ts';
import type { TimeRange } from '../time-range.ts';
import { type BuiltModel, finiteOrNull } from './panel-model.ts';

/** Colours from few to many on a dark page (reversed on a light one), by the name of Grafana's scheme. */
const SCHEMES: Readonly<Record<string, readonly string[]>> = {
  Oranges: ['#42220B', '#8C3D08', '#D9660F', '#FDA04D', '#FEE0BF'],
  Blues: ['#10233F', '#1F4E8C', '#3A83CB', '#7DB5E8', '#D8E9F8'],
  Greens: ['#10301A', '#1F6B34', '#3FA653', '#8BD08B', '#DDF3DA'],
  Reds: ['#3D0C10', '#8C1820', '#D0363A', '#F98070', '#FDDCD0'],
  Purples: ['#251A45', '#51338C', '#7F5FC0', '#B3A0DE', '#E8E2F5'],
  Spectral: ['#3B5FA8', '#66C2A5', '#E6F598', '#FDAE61', '#C4264B'],
  Turbo: ['#30356F', '#2E9DF5', '#5BFB72', '#F7BA3D', '#B11A01'],
  Viridis: ['#440154', '#3B528B', '#21918C', '#5EC962', '#FDE725'],
};

/** Grafana's own default: differences between small counts stay visible. */
const DEFAULT_EXPONENT = 0.5;

interface Bucket {
  readonly upperBound: number;
  readonly series: Series;
}

function parseBound(series: Series): number {
  const le = series.labels['le'];
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
}

/** Series of a classic histogram by upper bound; those without a readable `le` are left out. */
function sortBuckets(query: QueryResult): readonly Bucket[] {
  const buckets = query.series.map(series => ({ upperBound: parseBound(series), series }));
  return buckets
    .filter(({ upperBound }) => !Number.isNaN(upperBound))
    .toSorted((a, b) => a.upperBound - b.upperBound);
}

function readAt(series: Series | undefined): ReadonlyMap<number, number> {
  return new Map(series?.times.map((time, index) => [time, series.values[index] ?? Number.NaN]));
}

/** Counts of one bucket: Prometheus' buckets contain all lower ones, so what those hold is taken off. */
function countAlone(buckets: readonly Bucket[], index: number, times: readonly number[]): (number | null)[] {
  const own = readAt(buckets[index]?.series);
  const below = readAt(buckets[index - 1]?.series);
  return times.map(time => {
    const count = finiteOrNull(own.get(time));
    return count === null ? null : Math.max(0, count - (finiteOrNull(below.get(time)) ?? 0));
  });
}

function findWarnings(panel: Panel, query: QueryResult, bucketCount: number): readonly string[] {
  const warnings: string[] = [];
  const shown = (panel.targets ?? []).filter(({ hide }) => hide !== true);
  if (shown.length > 1) warnings.push('Only the first of several queries is drawn.');
  if (panel.options?.calculate === true) warnings.push('Heatmaps calculated from values are not supported.');
  if (query.format !== 'heatmap')
    warnings.push('The query needs the format "heatmap": its buckets are cumulative.');
  if (bucketCount < query.series.length) warnings.push('Series without a number in "le" are left out.');
  const bounds = new Set(query.series.map(parseBound));
  if (bounds.size < bucketCount) warnings.push('Several series per bucket: sum them by (le).');
  return warnings;
}

/** Model of a heatmap of Prometheus' classic histogram buckets; only its first query is drawn. */
export function buildHeatmap(panel: Panel, queries: readonly QueryResult[], range: TimeRange): BuiltModel {
  const query = queries.find(({ series }) => series.length > 0);
  if (!query) throw new Error('a heatmap needs a query with samples');
  const buckets = sortBuckets(query);
  const times = [...new Set(buckets.flatMap(({ series }) => series.times))].toSorted((a, b) => a - b);
  const counts = buckets.map((_, index) => countAlone(buckets, index, times));
  const options = panel.options ?? {};
  const axis = resolveFormat(options.yAxis ?? {});
  return {
    model: {
      type: 'heatmap',
      fromSeconds: range.fromMs / 1_000,
      toSeconds: range.toMs / 1_000,
      stepSeconds: query.stepMs / 1_000,
      times,
      buckets: buckets.map(({ upperBound }) =>
        upperBound === Infinity ? '+Inf' : formatNumber(axis, upperBound),
      ),
      counts,
      largest: counts.flat().reduce<number>((most, count) => Math.max(most, count ?? 0), 0),
      colors: SCHEMES[options.color?.scheme ?? 'Oranges'] ?? SCHEMES['Oranges'] ?? [],
      exponent: options.color?.exponent ?? DEFAULT_EXPONENT,
      format: resolveFormat(options.cellValues ?? panel.fieldConfig?.defaults ?? {}),
      showLegend: options.legend?.show ?? true,
    },
    warnings: findWarnings(panel, query, buckets.length),
  };
}
