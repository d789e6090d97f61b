import { apply, type Expr } from './expr.ts';

type Aggregation = 'sum' | 'max' | 'min' | 'avg' | 'count' | 'group';

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
