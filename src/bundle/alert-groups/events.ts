import { alerts } from '../../catalogue/index.ts';
import { above, below, increase, matching, select, selectCounter } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** `closed` is left out: that is the end of a process, not a fault. */
const BY_SPOOL = { reason: matching('spool_.+') } as const;

/** Events on their way into the store. */
export function buildEventAlerts({
  catalogue: { eventFlow },
  records: { events },
}: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-events',
    alerts: [
      {
        alert: alerts.eventsRefused,
        condition: threshold => above(increase(selectCounter(eventFlow.refused, BY_SPOOL), '5m'), threshold),
      },
      { alert: alerts.eventsInvalid, condition: threshold => above(select(events.invalid), threshold) },
      {
        alert: alerts.eventDeadLetters,
        condition: threshold => above(increase(selectCounter(eventFlow.deadLetters), '1h'), threshold),
      },
      { alert: alerts.eventStoreUnreachable, condition: threshold => below(select(eventFlow.up), threshold) },
      { alert: alerts.rollupLagHigh, condition: threshold => above(select(eventFlow.lag), threshold) },
    ],
  };
}
