import { alerts } from '../../catalogue/index.ts';
import { APPLICATION_JOB } from '../jobs.ts';
import { select } from '../promql.ts';
import type { Records } from '../recording-rules.ts';
import type { AlertGroup } from './alert-group.ts';

/** Memory that runs out: of the application, and of its Redis. */
export function buildMemoryAlerts({ memory }: Records): AlertGroup {
  return {
    name: 'aiwatch-memory',
    alerts: [
      { alert: alerts.highMemoryUsage, value: select(memory.process, { job: APPLICATION_JOB }) },
      { alert: alerts.redisMemoryUsage, value: select(memory.redis) },
    ],
  };
}
