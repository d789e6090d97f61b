import { buildCatalogue, type CatalogueMetric, type LabelDef, listMetrics } from '../../catalogue/index.ts';
import { type DocumentSection, renderTable } from './document-section.ts';

const METRICS_DOCUMENT = 'docs/metrics.md';

function buildMetricRow({ name, type, help, labels, buckets }: CatalogueMetric): readonly string[] {
  const labelNames = labels.map(label => `\`${label.name}\``).join(' ');
  return [`\`${name}\``, type, labelNames, buckets === undefined ? help : `${help} ${buckets.reason}`];
}

/** Every metric of the catalogue, with the default prefix of the session metrics. */
export function buildMetricsTable(): DocumentSection {
  return {
    path: METRICS_DOCUMENT,
    name: 'metrics',
    text: renderTable(
      ['metric', 'type', 'labels', 'what it says'],
      listMetrics(buildCatalogue()).map(buildMetricRow),
    ),
  };
}

function buildLabelRow(label: LabelDef, metrics: readonly CatalogueMetric[]): readonly string[] {
  const users = metrics.filter(({ labels }) => labels.includes(label)).map(({ name }) => `\`${name}\``);
  const values = label.values?.map(value => `\`${value}\``).join(' ') ?? `up to about ${label.maxValues}`;
  return [`\`${label.name}\``, label.help, values, users.join(' ')];
}

/** Every label that a metric of the catalogue has; one name may mean different things in different metrics. */
export function buildLabelsTable(): DocumentSection {
  const metrics = listMetrics(buildCatalogue());
  const labels = [...new Set(metrics.flatMap(metric => metric.labels))];
  return {
    path: METRICS_DOCUMENT,
    name: 'labels',
    text: renderTable(
      ['label', 'what it says', 'values', 'of'],
      labels.map(label => buildLabelRow(label, metrics)),
    ),
  };
}
