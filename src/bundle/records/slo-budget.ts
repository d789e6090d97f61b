import { aggregate, complement, ratio, select } from '../promql/index.ts';
import { type RecordDef, record } from './record.ts';
import { BUDGET_WINDOW, objectiveSeries, sloLabel } from './slo-series.ts';
import { buildAverages, buildErrorRatio } from './slo-windows.ts';

/** Seconds between two samples of the budget: it moves slowly, and 30 days are long to read. Prometheus looks back five minutes. */
export const BUDGET_INTERVAL_SECONDS = 180;

/** What is left of the error budgets. */
export function buildSloBudgetRecords() {
  const [events, errors] = buildAverages(BUDGET_WINDOW);
  const errorRatio = buildErrorRatio(BUDGET_WINDOW);
  const budget = complement(aggregate('max', ['job', 'slo'], select(objectiveSeries)));
  const remaining: RecordDef<'job' | 'slo'> = {
    ...record(
      'job:slo_budget_remaining:ratio',
      'The share of the error budget that is left; below 0 where more than all of it is used up.',
      complement(ratio(select(errorRatio), budget)),
    ),
    labels: [sloLabel],
  };
  return { events, errors, errorRatio, remaining };
}
