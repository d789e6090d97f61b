import { alerts } from '../../catalogue/index.ts';
import { above, and, equal, select } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Work that waits. */
export function buildQueueAlerts({ catalogue: { queue } }: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-queue',
    alerts: [
      { alert: alerts.queueTooLong, condition: threshold => above(select(queue.length), threshold) },
      {
        alert: alerts.queueStuck,
        condition: threshold => and(above(select(queue.length), threshold), equal(select(queue.active), 0)),
      },
    ],
  };
}
