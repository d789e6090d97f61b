import type { MetricDef } from '../../catalogue/index.ts';
import { above, type Expr, type LabelOf, type Matchers, quantile } from '../promql/index.ts';
import { RANGE } from './scope.ts';

type HistogramDef = MetricDef & { readonly type: 'histogram' };

/**
 * Estimated quantile (0–1) of what a histogram observed of late, per combination of the labels. Where nothing was
 * observed there is no number, rather than NaN; all of our histograms observe what is above 0.
 */
export function percentile<Metric extends HistogramDef, const By extends LabelOf<Metric>>(
  fraction: number,
  metric: Metric,
  by: readonly By[],
  matchers: Matchers<Metric>,
): Expr<By> {
  return above(quantile(fraction, metric, by, RANGE, matchers), 0);
}
