export { aggregate, sumBy } from './aggregations.ts';
export type { Expr, Operand, Range } from './expr.ts';
export {
  changes,
  constant,
  increase,
  magnitude,
  overTime,
  rate,
  resets,
  secondsSince,
  slope,
  sumOfSteps,
} from './functions.ts';
export { average, observations, quantile } from './histograms.ts';
export {
  above,
  and,
  below,
  complement,
  divide,
  equal,
  isBelow,
  minus,
  onTargetsWith,
  or,
  orZeroOf,
  perHour,
  plus,
  ratio,
  share,
  times,
  unless,
} from './operators.ts';
export {
  type LabelOf,
  type Matchers,
  matching,
  not,
  notMatching,
  select,
  selectBucket,
  selectCounter,
  selectFamilies,
  selectHistogram,
} from './selectors.ts';
