import type { BundleConfig } from '../../config/index.ts';
import type { Expr } from '../promql/index.ts';

type Settings = BundleConfig['slos'];
/** A number, or what stands for one in the mixin. */
type SloOperand = number | Expr<never>;

interface Targets {
  readonly objective: SloOperand;
  readonly minEventsPerSecond: SloOperand;
}

/** The settings of the objectives, in which an expression may stand for a number. */
export type SloOperands = {
  readonly [Name in keyof Settings]: Omit<Settings[Name], keyof Targets> & Targets;
};
