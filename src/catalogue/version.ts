import { operationLatencyBuckets, sizeBuckets } from './buckets.ts';
import { defineMetric } from './definition.ts';
import { status, versionOperation } from './labels.ts';

/** Operations of version control; recorded by the version hook. */
export const versionMetrics = {
  operations: defineMetric({
    type: 'counter',
    name: 'version_operations_total',
    help: 'Versions that were made, restored or deleted.',
    unit: 'operations',
    labels: [versionOperation, status],
    since: '0.1.0',
  }),
  duration: defineMetric({
    type: 'histogram',
    name: 'version_operations_duration_seconds',
    help: 'Time that making, restoring or deleting a version took.',
    unit: 'seconds',
    labels: [versionOperation],
    buckets: operationLatencyBuckets,
    since: '0.1.0',
  }),
  size: defineMetric({
    type: 'histogram',
    name: 'version_size_bytes',
    help: 'Size of all files in the version together.',
    unit: 'bytes',
    labels: [versionOperation],
    buckets: sizeBuckets,
    since: '0.1.0',
  }),
} as const;
