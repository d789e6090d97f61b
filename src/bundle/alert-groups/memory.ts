import { alerts } from '../../catalogue/index.ts';
import { select } from '../promql.ts';
import type { Records } from '../recording-rules.ts';
import type { AlertGroup } from './alert-group.ts';

/** Memory that runs out: of the application, by the name of its scrape job, and of its Redis. */
export function buildMemoryAlerts({ memory }: Records, applicationJob: string): AlertGroup {
  return {
    name: 'aiwatch-memory',
    alerts: [
      { alert: alerts.highMemoryUsage, value: select(memory.process, { job: applicationJob }) },
      { alert: alerts.redisMemoryUsage, value: select(memory.redis) },
    ],
  };
}
