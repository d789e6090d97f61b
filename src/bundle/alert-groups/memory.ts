import { alerts } from '../../catalogue/index.ts';
import { above, select } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Memory that runs out: of the application, by the name of its scrape job, and of its Redis. */
export function buildMemoryAlerts({ records: { memory }, applicationJob }: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-memory',
    alerts: [
      {
        alert: alerts.highMemoryUsage,
        condition: threshold => above(select(memory.process, { job: applicationJob }), threshold),
      },
      { alert: alerts.redisMemoryUsage, condition: threshold => above(select(memory.redis), threshold) },
    ],
  };
}
