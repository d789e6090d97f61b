import { alerts } from '../../catalogue/index.ts';
import { above, below, increase, select, selectCounter } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Where events wait on the disk. */
export function buildSpoolAlerts({
  catalogue: { eventFlow },
  records: { events },
}: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-spool',
    alerts: [
      { alert: alerts.spoolFillingUp, condition: threshold => above(select(events.spoolUsage), threshold) },
      { alert: alerts.spoolAlmostFull, condition: threshold => above(select(events.spoolUsage), threshold) },
      {
        alert: alerts.spoolNotWritable,
        condition: threshold => below(select(eventFlow.spoolWritable), threshold),
      },
      {
        alert: alerts.spoolCorrupted,
        condition: threshold => above(increase(selectCounter(eventFlow.spoolCorrupt), '1h'), threshold),
      },
    ],
  };
}
