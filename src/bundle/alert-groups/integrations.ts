import { alerts } from '../../catalogue/index.ts';
import { above, increase, not, select, selectCounter, share, sumBy } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Deliveries to the outside. */
export function buildIntegrationAlerts({ catalogue: { integrations } }: AlertContext): AlertGroup {
  const by = ['job', 'instance', 'integration'] as const;
  const attempts = sumBy(by, increase(selectCounter(integrations.deliveries), '15m'));
  const others = { result: not('delivered') };
  const failures = sumBy(by, increase(selectCounter(integrations.deliveries, others), '15m'));
  return {
    name: 'aiwatch-integrations',
    alerts: [
      {
        alert: alerts.integrationFailing,
        condition: threshold => above(share(failures, attempts), threshold),
      },
      {
        alert: alerts.integrationBacklog,
        condition: threshold => above(select(integrations.lag), threshold),
      },
      {
        alert: alerts.deliveryDeadLetters,
        condition: threshold => above(select(integrations.deadLetters), threshold),
      },
    ],
  };
}
