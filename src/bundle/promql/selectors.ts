import type { MetricDef, MetricType } from '../../catalogue/index.ts';
import type { CounterSelector, Expr } from './expr.ts';

/** Labels that Prometheus itself adds to every series that it scrapes. */
type TargetLabel = 'job' | 'instance';

type SpecOf<Metric extends MetricDef> = NonNullable<Metric['labels']>[number];
type NameOf<Spec> = Spec extends { readonly name: infer Name extends string } ? Name : never;
/** The labels that the series of a metric carry: its own and the target's, or those its recording rule leaves. */
export type LabelOf<Metric extends MetricDef> = Metric extends { readonly expr: Expr<infer Labels> }
  ? Labels
  : NameOf<SpecOf<Metric>> | TargetLabel;

type ValuesOf<Spec> = Spec extends { readonly values: readonly (infer Value extends string)[] }
  ? Value
  : string;
type ValueOf<Metric extends MetricDef, Label> = [Extract<SpecOf<Metric>, { readonly name: Label }>] extends [
  never,
]
  ? string
  : ValuesOf<Extract<SpecOf<Metric>, { readonly name: Label }>>;

interface Match<Value extends string = string> {
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: Value;
}

type Matcher<Value extends string> = Value | Match<Value> | (Match & { readonly operator: '=~' | '!~' });

/** Matchers of a selector: labels of the metric only; a closed label takes only its values. Several per label as a list. */
export type Matchers<Metric extends MetricDef> = {
  readonly [Label in LabelOf<Metric>]?:
    | Matcher<ValueOf<Metric, Label>>
    | readonly Matcher<ValueOf<Metric, Label>>[];
};

type CounterDef = MetricDef & { readonly type: 'counter' };
type ValueDef = MetricDef & { readonly type: Exclude<MetricType, 'counter' | 'histogram'> };
type HistogramDef = MetricDef & { readonly type: 'histogram' };

/** Matches a regular expression, anchored at both ends as always in PromQL. */
export const matching = (value: string) => ({ operator: '=~', value }) as const;
/** Matches everything but what the regular expression, anchored at both ends, matches. */
export const notMatching = (value: string) => ({ operator: '!~', value }) as const;
/** Matches everything but a value. */
export const not = <const Value extends string>(value: Value) => ({ operator: '!=', value }) as const;

function renderMatchers(matchers: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(matchers).flatMap(([label, given]) =>
    [given].flat().map(each => {
      const { operator, value } = typeof each === 'string' ? { operator: '=', value: each } : (each as Match);
      return `${label}${operator}${JSON.stringify(value)}`;
    }),
  );
  return parts.length === 0 ? '' : `{${parts.join(', ')}}`;
}

function buildSelector(metric: MetricDef, suffix: string, matchers: Readonly<Record<string, unknown>>) {
  return { text: `${metric.name}${suffix}${renderMatchers(matchers)}`, isOperation: false };
}

/** The series of a gauge, info metric or recording rule. */
export function select<Metric extends ValueDef>(
  metric: Metric,
  matchers: Matchers<Metric> = {},
): Expr<LabelOf<Metric>> {
  return buildSelector(metric, '', matchers);
}

/** The series of several gauges at once, by the labels that all of them have; for lists of their label values. */
export function selectFamilies<Metric extends ValueDef>(
  metrics: readonly Metric[],
  matchers: Matchers<Metric> = {},
): Expr<LabelOf<Metric>> {
  const names = matching(metrics.map(({ name }) => name).join('|'));
  return { text: renderMatchers({ __name__: names, ...matchers }), isOperation: false };
}

/** The series of a counter. */
export function selectCounter<Metric extends CounterDef>(
  metric: Metric,
  matchers: Matchers<Metric> = {},
): CounterSelector<LabelOf<Metric>> {
  return { ...buildSelector(metric, '', matchers), kind: 'counter' };
}

/** One of the three counters that a histogram consists of; buckets carry `le` too. */
export function selectHistogram<Metric extends HistogramDef, Part extends 'sum' | 'count' | 'bucket'>(
  metric: Metric,
  part: Part,
  matchers: Matchers<Metric> = {},
): CounterSelector<LabelOf<Metric> | (Part extends 'bucket' ? 'le' : never)> {
  return { ...buildSelector(metric, `_${part}`, matchers), kind: 'counter' };
}

/**
 * The counter of those observations of a histogram that were at most a bound. prom-client writes the bound 1 as `1`, we
 * write `1.0`, and Prometheus 2 keeps what it gets; so whole numbers match both.
 * @param upperBound one of the histogram's bounds, below 1,000,000 (from where on exponents are written).
 */
export function selectBucket<Metric extends HistogramDef>(
  metric: Metric,
  upperBound: number,
  matchers: Matchers<Metric> = {},
): CounterSelector<LabelOf<Metric> | 'le'> {
  const le = Number.isInteger(upperBound) ? matching(`${upperBound}(\\.0)?`) : String(upperBound);
  return { ...buildSelector(metric, '_bucket', { ...matchers, le }), kind: 'counter' };
}
