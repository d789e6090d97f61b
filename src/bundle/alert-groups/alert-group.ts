import type { AlertDef, AlertName, Catalogue } from '../../catalogue/index.ts';
import type { Expr, Operand } from '../promql/index.ts';
import type { Records } from '../records/index.ts';
import type { SloOperands } from '../rules/slo-operands.ts';

/** An alert and when it fires. */
export interface AlertCondition {
  readonly alert: AlertDef<AlertName>;
  /** The condition for a threshold, which is the alert's own or that of the settings; the series that it returns fire. */
  readonly condition: (threshold: Operand) => Expr;
}

/** Alerts about one thing, evaluated together. */
export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly AlertCondition[];
}

/** What conditions are made of. */
export interface AlertContext {
  readonly catalogue: Catalogue;
  readonly records: Records;
  /** The `job` label of the application's series. */
  readonly applicationJob: string;
  readonly slos: SloOperands;
}
