import type { AlertDef, AlertName } from '../../catalogue/index.ts';
import type { Expr } from '../promql.ts';

/** An alert and the expression whose value is compared with its threshold. */
export interface AlertExpr {
  readonly alert: AlertDef<AlertName>;
  readonly value: Expr;
}

/** Alerts about one thing, evaluated together. */
export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly AlertExpr[];
}
