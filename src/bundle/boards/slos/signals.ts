import { aggregate, complement, type Expr, matching, ratio, select, sumBy } from '../../promql/index.ts';
import {
  BUDGET_WINDOW,
  errorsSeries,
  eventsSeries,
  objectiveSeries,
  type SloWindow,
} from '../../records/slo-series.ts';
import { chosen } from '../scope.ts';

/** What the reader chose. */
const CHOSEN = { ...chosen, slo: matching('$slo') } as const;
type SloLabels = 'job' | 'slo';

/** Events per second over a window, of the chosen instances. */
export function eventRate(window: SloWindow): Expr<SloLabels> {
  return sumBy(['job', 'slo'], select(eventsSeries(window), CHOSEN));
}

/** Errors over events in a window. */
function errorRatio(window: SloWindow): Expr<SloLabels> {
  return ratio(sumBy(['job', 'slo'], select(errorsSeries(window), CHOSEN)), eventRate(window));
}

/** The share of events in a window that were good. */
export function goodRatio(window: SloWindow): Expr<SloLabels> {
  return complement(errorRatio(window));
}

/** The share of events that has to be good. */
export function objective(): Expr<SloLabels> {
  return aggregate('max', ['job', 'slo'], select(objectiveSeries, CHOSEN));
}

/** How many times faster than allowed the error budget was used up over a window. */
export function burnRate(window: SloWindow): Expr<SloLabels> {
  return ratio(errorRatio(window), complement(objective()));
}

/** The share of the error budget that is left; below 0 where more than all of it is used up. */
export function budgetRemaining(): Expr<SloLabels> {
  return complement(burnRate(BUDGET_WINDOW));
}
