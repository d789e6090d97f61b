import { alerts } from '../../catalogue/index.ts';
import { above, and, increase, overTime, ratio, select, selectCounter, sumBy } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Below this many tokens per second (360,000 per hour) a surge costs little, whatever it is compared with. */
const MIN_TOKENS_PER_SECOND = 100;

/** What calls to models cost, in tokens and in US dollars. */
export function buildSpendAlerts({ catalogue: { ai }, records }: AlertContext): AlertGroup {
  const tokens = select(records.ai.tokens);
  /**
   * The busiest, not the average: an application that people use by day is three times its average every morning. It
   * ends an hour ago, so that a surge is not compared with itself at once.
   */
  const busiest = overTime('max', tokens, '1d', '1h');
  /** Without a day to compare with, the first hours of a new application would be surges. */
  const hasDay = overTime('last', tokens, '15m', '1d');
  const unpriced = sumBy(['job', 'provider', 'model'], increase(selectCounter(ai.unpricedCalls), '1h'));
  return {
    name: 'aiwatch-spend',
    alerts: [
      {
        alert: alerts.aiTokenSurge,
        condition: threshold =>
          and(above(ratio(above(tokens, MIN_TOKENS_PER_SECOND), busiest), threshold), hasDay),
      },
      {
        alert: alerts.aiSpendRateHigh,
        condition: threshold => above(select(records.spend.hour), threshold),
      },
      {
        alert: alerts.aiDailyBudgetExceeded,
        condition: threshold => above(select(records.spend.day), threshold),
      },
      {
        alert: alerts.aiMonthlyBudgetExceeded,
        condition: threshold => above(select(records.spend.month), threshold),
      },
      { alert: alerts.aiModelUnpriced, condition: threshold => above(unpriced, threshold) },
    ],
  };
}
