import { apply, type CounterSelector, type Expr, type Range, renderOperand } from './expr.ts';

/** Functions of the samples of a series within a range. */
type OverTime = 'avg' | 'min' | 'max' | 'sum' | 'count' | 'last' | 'present';

function ofRange<Labels extends string>(
  name: string,
  expr: Expr<Labels>,
  range: Range,
  offset?: Range,
): Expr<Labels> {
  return apply(name, `${expr.text}[${range}]${offset === undefined ? '' : ` offset ${offset}`}`);
}

/** Increase per second, averaged over a range; with an offset, of an earlier one. */
export function rate<Labels extends string>(
  counter: CounterSelector<Labels>,
  range: Range,
  offset?: Range,
): Expr<Labels> {
  return ofRange('rate', counter, range, offset);
}

/** Increase over a range; with an offset, over an earlier one. */
export function increase<Labels extends string>(
  counter: CounterSelector<Labels>,
  range: Range,
  offset?: Range,
): Expr<Labels> {
  return ofRange('increase', counter, range, offset);
}

/** Average, smallest, largest … sample of a series within a range. */
export function overTime<Labels extends string>(
  function_: OverTime,
  series: Expr<Labels>,
  range: Range,
  offset?: Range,
): Expr<Labels> {
  return ofRange(`${function_}_over_time`, series, range, offset);
}

/**
 * Sum of a series at every so many seconds, minutes or hours of a range: cheap over a long one, as Prometheus reads one
 * sample per step. The steps lie at whole multiples of the step since 1970.
 */
export function sumOfSteps<Labels extends string>(
  series: Expr<Labels>,
  range: Range,
  step: Range,
): Expr<Labels> {
  return apply('sum_over_time', `${series.text}[${range}:${step}]`);
}

/** How often the value of a gauge changed within a range. */
export function changes<Labels extends string>(gauge: Expr<Labels>, range: Range): Expr<Labels> {
  return ofRange('changes', gauge, range);
}

/** How often a counter started again from 0 within a range, as far as its samples show. */
export function resets<Labels extends string>(counter: CounterSelector<Labels>, range: Range): Expr<Labels> {
  return ofRange('resets', counter, range);
}

/** Change of a gauge per second, by the straight line that fits its samples of a range best. */
export function slope<Labels extends string>(gauge: Expr<Labels>, range: Range): Expr<Labels> {
  return ofRange('deriv', gauge, range);
}

/** The value without its sign. */
export function magnitude<Labels extends string>(expr: Expr<Labels>): Expr<Labels> {
  return apply('abs', expr.text);
}

/** One series of a constant value, without labels. */
export function constant(value: number): Expr<never> {
  return apply('vector', String(value));
}

/** Seconds since the moment that the value of a gauge names as a Unix time. */
export function secondsSince<Labels extends string>(timestamp: Expr<Labels>): Expr<Labels> {
  return { text: `time() - ${renderOperand(timestamp)}`, isOperation: true };
}
