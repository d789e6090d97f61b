import { httpLatencyBuckets } from './buckets.ts';
import { defineMetric } from './definition.ts';
import { deliveryResult, integration } from './labels.ts';

/** What aiwatch delivers to the outside. */
export const integrationMetrics = {
  deliveries: defineMetric({
    type: 'counter',
    name: 'aiwatch_deliveries_total',
    help: 'Attempts to deliver, by how they ended.',
    unit: 'deliveries',
    labels: [integration, deliveryResult],
    since: '0.1.0',
  }),
  duration: defineMetric({
    type: 'histogram',
    name: 'aiwatch_delivery_duration_seconds',
    help: 'Time from the start of an attempt to its answer or failure.',
    unit: 'seconds',
    labels: [integration],
    buckets: httpLatencyBuckets,
    since: '0.1.0',
  }),
  queueLength: defineMetric({
    type: 'gauge',
    name: 'aiwatch_delivery_queue_length',
    help: 'Deliveries that wait in memory or are on their way.',
    unit: 'deliveries',
    labels: [integration],
    since: '0.1.0',
  }),
  lag: defineMetric({
    type: 'gauge',
    name: 'aiwatch_delivery_lag_seconds',
    help: 'Age of the oldest delivery that waits, since it was stored; 0 while none does.',
    unit: 'seconds',
    labels: [integration],
    since: '0.1.0',
  }),
  deadLetters: defineMetric({
    type: 'gauge',
    name: 'aiwatch_delivery_dead_letters',
    help: 'Deliveries that were given up and can be sent again.',
    unit: 'deliveries',
    labels: [integration],
    since: '0.1.0',
  }),
  breakerOpen: defineMetric({
    type: 'gauge',
    name: 'aiwatch_delivery_breaker_open',
    help: 'Whether deliveries pause as the other side fails.',
    unit: 'boolean',
    labels: [integration],
    since: '0.1.0',
  }),
} as const;
