import { EXTERNAL_METRICS } from '../../../src/bundle/external-metrics/index.ts';
import { buildRecords, listRecords } from '../../../src/bundle/records/index.ts';
import { buildCatalogue, listMetrics, type MetricDef } from '../../../src/catalogue/index.ts';
import { parseConfig } from '../../../src/config/index.ts';
import { parsePromql } from './promql-tree.ts';
import { listResultLabels } from './result-labels.ts';

/** What is known of a series by its full name. */
export interface SeriesInfo {
  readonly name: string;
  /** Counters are what `rate` may be taken of: those and the parts of histograms. */
  readonly isCounter: boolean;
  readonly labels: readonly string[];
}

/** Labels that Prometheus adds to everything that it scrapes. */
const TARGET_LABELS = ['job', 'instance'];

function listSeriesOf({ name, type, labels = [] }: MetricDef): readonly SeriesInfo[] {
  const own = [...labels.map(label => (typeof label === 'string' ? label : label.name)), ...TARGET_LABELS];
  if (type !== 'histogram') return [{ name, isCounter: type === 'counter', labels: own }];
  return ['_sum', '_count', '_bucket'].map(part => ({
    name: `${name}${part}`,
    isCounter: true,
    labels: part === '_bucket' ? [...own, 'le'] : own,
  }));
}

/** Everything that may be named in an expression: the catalogue, the metrics of exporters that are listed, and records. */
function buildSeries(): ReadonlyMap<string, SeriesInfo> {
  const catalogue = buildCatalogue();
  const scraped = [...listMetrics(catalogue), ...EXTERNAL_METRICS].flatMap(listSeriesOf);
  const series = new Map(scraped.map(info => [info.name, info]));
  for (const { name, expr, fixedLabels = {} } of listRecords(
    buildRecords(catalogue, parseConfig({}).bundle),
  )) {
    const result = listResultLabels(parsePromql(expr.text), metric => series.get(metric)?.labels ?? []);
    series.set(name, { name, isCounter: false, labels: [...result, ...Object.keys(fixedLabels)] });
  }
  return series;
}

export const SERIES = buildSeries();
