import { defineMetric } from './definition.ts';
import { healthCheck, healthStatus } from './labels.ts';

/** Health checks, of an application and of the aiwatch server. */
export const healthMetrics = {
  status: defineMetric({
    type: 'gauge',
    name: 'health_check_status',
    help: 'Whether the last run of the check had this status; of each check one status is 1.',
    unit: 'boolean',
    labels: [healthCheck, healthStatus],
    since: '0.1.0',
  }),
  lastRun: defineMetric({
    type: 'gauge',
    name: 'health_check_last_run_timestamp_seconds',
    help: 'Unix time of the last run of the check.',
    unit: 'seconds',
    labels: [healthCheck],
    since: '0.1.0',
  }),
  duration: defineMetric({
    type: 'gauge',
    name: 'health_check_duration_seconds',
    help: 'Time that the last run of the check took, up to its deadline.',
    unit: 'seconds',
    labels: [healthCheck],
    since: '0.1.0',
  }),
} as const;
