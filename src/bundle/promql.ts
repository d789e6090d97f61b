import type { MetricDef, MetricType } from '../catalogue/index.ts';

/** Labels that Prometheus itself adds to every series that it scrapes. */
type TargetLabel = 'job' | 'instance';

/** A range: a number of minutes or hours in a rule, Grafana's own in a panel. */
export type Range = `${number}${'s' | 'm' | 'h'}` | '$__rate_interval' | '$__range';

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
  readonly operator: '=' | '!=' | '=~';
  readonly value: Value;
}

type Matcher<Value extends string> = Value | Match<Value> | (Match & { readonly operator: '=~' });

/** Matchers of a selector: labels of the metric only; a closed label takes only its values. Several per label as a list. */
export type Matchers<Metric extends MetricDef> = {
  readonly [Label in LabelOf<Metric>]?:
    | Matcher<ValueOf<Metric, Label>>
    | readonly Matcher<ValueOf<Metric, Label>>[];
};

/** A PromQL expression and (as a type only) the labels that its series carry. */
export interface Expr<Labels extends string = string> {
  readonly text: string;
  /** Whether it needs parentheses inside another operation. */
  readonly isOperation: boolean;
  readonly labels?: Labels;
}

/** A selector of a counter (or of a part of a histogram that counts), the one thing that a rate can be taken of. */
export interface CounterSelector<Labels extends string = string> extends Expr<Labels> {
  readonly kind: 'counter';
}

type CounterDef = MetricDef & { readonly type: 'counter' };
type ValueDef = MetricDef & { readonly type: Exclude<MetricType, 'counter' | 'histogram'> };
type HistogramDef = MetricDef & { readonly type: 'histogram' };

/** Matches a regular expression, anchored at both ends as always in PromQL. */
export const matching = (value: string) => ({ operator: '=~', value }) as const;
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

function buildSelector<Metric extends MetricDef>(metric: Metric, suffix: string, matchers: Matchers<Metric>) {
  return { text: `${metric.name}${suffix}${renderMatchers(matchers)}`, isOperation: false };
}

/** The series of a gauge, info metric or recording rule. */
export function select<Metric extends ValueDef>(
  metric: Metric,
  matchers: Matchers<Metric> = {},
): Expr<LabelOf<Metric>> {
  return buildSelector(metric, '', matchers);
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

function apply<Labels extends string>(name: string, ...parts: readonly string[]): Expr<Labels> {
  return { text: `${name}(${parts.join(', ')})`, isOperation: false };
}

/** Increase per second, averaged over a range. */
export function rate<Labels extends string>(counter: CounterSelector<Labels>, range: Range): Expr<Labels> {
  return apply('rate', `${counter.text}[${range}]`);
}

type Aggregation = 'sum' | 'max' | 'min' | 'avg' | 'count';

/** Aggregates to one series per combination of the labels; without labels to a single one. */
export function aggregate<Labels extends string, const By extends NoInfer<Labels>>(
  aggregation: Aggregation,
  by: readonly By[],
  expr: Expr<Labels>,
): Expr<By> {
  return apply(by.length === 0 ? aggregation : `${aggregation} by (${by.join(', ')}) `, expr.text);
}

/** `aggregate('sum', …)`, the usual one. */
export function sumBy<Labels extends string, const By extends NoInfer<Labels>>(
  by: readonly By[],
  expr: Expr<Labels>,
): Expr<By> {
  return aggregate('sum', by, expr);
}

function operand(expr: Expr | number): string {
  return typeof expr === 'number' ? String(expr) : expr.isOperation ? `(${expr.text})` : expr.text;
}

function operate<Labels extends string>(
  left: Expr | number,
  operator: string,
  right: Expr | number,
): Expr<Labels> {
  return { text: `${operand(left)} ${operator} ${operand(right)}`, isOperation: true };
}

/** Only the series with a value above the threshold. */
export function above<Labels extends string>(expr: Expr<Labels>, threshold: number): Expr<Labels> {
  return operate(expr, '>', threshold);
}

/** Product of an expression and a number. */
export function times<Labels extends string>(expr: Expr<Labels>, factor: number): Expr<Labels> {
  return operate(expr, '*', factor);
}

/** 1 minus a ratio: the other share. */
export function complement<Labels extends string>(share: Expr<Labels>): Expr<Labels> {
  return operate(1, '-', share);
}

/** One expression over another; where the other is 0 there is no result, rather than NaN. */
export function ratio<Labels extends string>(part: Expr<Labels>, whole: Expr<NoInfer<Labels>>): Expr<Labels> {
  return operate(part, '/', above(whole, 0));
}

/** The expression, and 0 for each series of the other that it does not have. */
export function orZeroOf<Labels extends string>(
  expr: Expr<Labels>,
  other: Expr<NoInfer<Labels>>,
): Expr<Labels> {
  return operate(expr, 'or', times(other, 0));
}

/** The series of those scrape targets only that have the other expression too. */
export function onTargetsWith<Labels extends string>(expr: Expr<Labels>, other: Expr): Expr<Labels> {
  return operate(expr, 'and on (job, instance)', other);
}

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
