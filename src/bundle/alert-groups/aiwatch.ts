import { alerts } from '../../catalogue/index.ts';
import { above, average, below, increase, select, selectCounter } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** aiwatch itself. */
export function buildAiwatchAlerts({ catalogue: { self } }: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-aiwatch',
    alerts: [
      {
        alert: alerts.aiwatchSeriesCapReached,
        condition: threshold => above(increase(selectCounter(self.seriesRefused), '15m'), threshold),
      },
      {
        alert: alerts.aiwatchCollectorFailing,
        condition: threshold => below(select(self.collectorSuccess), threshold),
      },
      {
        alert: alerts.aiwatchHookFailing,
        condition: threshold => above(increase(selectCounter(self.hookErrors), '15m'), threshold),
      },
      {
        alert: alerts.aiwatchScrapeSlow,
        condition: threshold => above(average(self.scrapeDuration, ['job', 'instance'], '5m'), threshold),
      },
    ],
  };
}
