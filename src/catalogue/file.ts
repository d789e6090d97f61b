import { operationLatencyBuckets, sizeBuckets } from './buckets.ts';
import { defineMetric } from './definition.ts';
import { fileOperation, status } from './labels.ts';

/** Operations on files; recorded by the file hook. */
export const fileMetrics = {
  operations: defineMetric({
    type: 'counter',
    name: 'file_operations_total',
    help: 'Operations on files.',
    unit: 'operations',
    labels: [fileOperation, status],
    since: '0.1.0',
  }),
  duration: defineMetric({
    type: 'histogram',
    name: 'file_operations_duration_seconds',
    help: 'Time that an operation on a file took.',
    unit: 'seconds',
    labels: [fileOperation],
    buckets: operationLatencyBuckets,
    since: '0.1.0',
  }),
  size: defineMetric({
    type: 'histogram',
    name: 'file_size_bytes',
    help: 'Size of the content that was read or written, or of the file that was deleted.',
    unit: 'bytes',
    labels: [fileOperation],
    buckets: sizeBuckets,
    since: '0.1.0',
  }),
} as const;
