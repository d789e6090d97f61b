export { aggregate, sumBy, topk } from './aggregations.ts';
export type { CounterSelector, Expr, Operand, Range } from './expr.ts';
export {
  absent,
  changes,
  constant,
  increase,
  magnitude,
  overTime,
  predictLinear,
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
  plus,
  ratio,
  share,
  times,
  unless,
  withInfo,
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
