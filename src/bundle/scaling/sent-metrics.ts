import { type Catalogue, listMetrics, type MetricDef } from '../../catalogue/index.ts';
import type { BundleConfig } from '../../config/index.ts';
import { EXTERNAL_METRICS } from '../external-metrics/index.ts';
import { listSeriesNames } from '../rules/parse-promql.ts';

function listSeriesOf({ name, type }: MetricDef): readonly string[] {
  return type === 'histogram' ? ['bucket', 'count', 'sum'].map(part => `${name}_${part}`) : [name];
}

/**
 * Names of every series that rules and boards may read, those of `aiwatch.yml` included, sorted. A custom rule that
 * names its series by a matcher on `__name__` is not seen; `bundle.scaling.remoteWriteMetrics` is for those.
 */
export function listReadSeries(config: BundleConfig, catalogue: Catalogue): readonly string[] {
  const { customAlerts, customRecords } = config;
  const known = [...listMetrics(catalogue), ...EXTERNAL_METRICS].flatMap(listSeriesOf);
  const custom = [...customAlerts, ...customRecords].flatMap(({ expr }) => listSeriesNames(expr));
  return [...new Set([...known, ...custom])].sort();
}
