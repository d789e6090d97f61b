import type { Catalogue } from '../../catalogue/index.ts';
import { increase, select, selectCounter, sumBy, sumOfSteps } from '../promql/index.ts';
import { record } from './record.ts';

/**
 * What calls to models cost. A day and a month are the sum of their hours: that reads 24 and 720 samples of one series
 * per job, where the counters themselves would be read over 30 days in all their series. An hour that Prometheus was down
 * in is missing. The sums change once an hour.
 */
export function buildSpendRecords({ ai }: Catalogue) {
  const hour = record(
    'job:ai_cost_usd:increase1h',
    'US dollars that the calls of all instances of a job cost within an hour.',
    sumBy(['job'], increase(selectCounter(ai.cost), '1h')),
  );
  const day = record(
    'job:ai_cost_usd:increase1d',
    'US dollars within 24 hours.',
    sumOfSteps(select(hour), '1d', '1h'),
  );
  const month = record(
    'job:ai_cost_usd:increase30d',
    'US dollars within 30 days.',
    sumOfSteps(select(hour), '30d', '1h'),
  );
  return { hour, day, month };
}
