import type { QueryOptions } from '../../dashboards/index.ts';
import type { Expr } from '../promql/index.ts';

/** A query of a panel. */
export function query(expr: Expr, legend: string): QueryOptions {
  return { expr: expr.text, legend };
}

/** A query for latencies, with the traces that were sampled. */
export function latencyQuery(expr: Expr, legend: string): QueryOptions {
  return { ...query(expr, legend), exemplars: true };
}
