import type { MetricDef } from '../../catalogue/index.ts';
import type { Expr } from '../promql/index.ts';

/** A series that Prometheus computes ahead; named level:metric:operation. Its labels are those of its expression. */
export interface RecordDef<Labels extends string = string> extends MetricDef<'gauge'> {
  readonly expr: Expr<Labels>;
  /** Labels with a fixed value that the rule adds; part of `Labels`. */
  readonly fixedLabels?: Readonly<Record<string, string>>;
}

/** Describes a recording rule, keeping the labels of its expression as a type. */
export function record<Labels extends string>(
  name: string,
  help: string,
  expr: Expr<Labels>,
): RecordDef<Labels> {
  return { type: 'gauge', name, help, expr };
}
