import { defineMetric } from './definition.ts';
import { queue } from './labels.ts';

/** Work that waits in the application; read from it at scrape time. */
export const queueMetrics = {
  length: defineMetric({
    type: 'gauge',
    name: 'queue_length',
    help: 'Requests that wait in the queue.',
    unit: 'requests',
    labels: [queue],
    since: '0.1.0',
  }),
  active: defineMetric({
    type: 'gauge',
    name: 'queue_active_requests',
    help: 'Requests of the queue that are being worked on.',
    unit: 'requests',
    labels: [queue],
    since: '0.1.0',
  }),
} as const;
