import type { MetricDef } from '../../catalogue/index.ts';
import { aggregate } from './aggregations.ts';
import { apply, type Expr, type Range } from './expr.ts';
import { increase, rate } from './functions.ts';
import { ratio } from './operators.ts';
import { type LabelOf, type Matchers, selectHistogram } from './selectors.ts';

type HistogramDef = MetricDef & { readonly type: 'histogram' };

/** Average of what a histogram observed over a range, per combination of the labels. */
export function average<Metric extends HistogramDef, const By extends LabelOf<Metric>>(
  metric: Metric,
  by: readonly By[],
  range: Range,
  matchers: Matchers<Metric> = {},
): Expr<By> {
  const part = (name: 'sum' | 'count') =>
    aggregate<LabelOf<Metric>, By>('sum', by, rate(selectHistogram(metric, name, matchers), range));
  return ratio(part('sum'), part('count'));
}

/** Estimated quantile (0–1) of what a histogram observed over a range, per combination of the labels. */
export function quantile<Metric extends HistogramDef, const By extends LabelOf<Metric>>(
  fraction: number,
  metric: Metric,
  by: readonly By[],
  range: Range,
  matchers: Matchers<Metric> = {},
): Expr<By> {
  const buckets = selectHistogram(metric, 'bucket', matchers);
  const grouped = aggregate<LabelOf<Metric> | 'le', By | 'le'>('sum', [...by, 'le'], rate(buckets, range));
  return apply('histogram_quantile', String(fraction), grouped.text);
}

/** How many things a histogram observed within a range, per combination of the labels. */
export function observations<Metric extends HistogramDef, const By extends LabelOf<Metric>>(
  metric: Metric,
  by: readonly By[],
  range: Range,
  matchers: Matchers<Metric> = {},
): Expr<By> {
  const count = selectHistogram(metric, 'count', matchers);
  return aggregate<LabelOf<Metric>, By>('sum', by, increase(count, range));
}
