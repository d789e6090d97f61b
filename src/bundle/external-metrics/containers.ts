import { defineLabel } from '../../catalogue/index.ts';
import { not } from '../promql/index.ts';
import { external } from './definition.ts';

/** Name of a container as Docker shows it; empty for groups of processes that are no container. */
const containerName = defineLabel({ name: 'name', help: 'Name of the container.', maxValues: 100 });

/** Of cAdvisor, 0.40 and newer. */
export const containerMetrics = {
  cpu: external({
    exporter: 'cadvisor',
    type: 'counter',
    name: 'container_cpu_usage_seconds_total',
    help: 'CPU time that the container spent.',
    unit: 'seconds',
    labels: [containerName],
  }),
  memory: external({
    exporter: 'cadvisor',
    type: 'gauge',
    name: 'container_memory_working_set_bytes',
    help: 'Memory of the container that cannot be reclaimed under pressure.',
    unit: 'bytes',
    labels: [containerName],
  }),
  memoryLimit: external({
    exporter: 'cadvisor',
    type: 'gauge',
    name: 'container_spec_memory_limit_bytes',
    help: 'Memory that the container may use; 0 where there is no limit.',
    unit: 'bytes',
    labels: [containerName],
  }),
  cpuPeriods: external({
    exporter: 'cadvisor',
    type: 'counter',
    name: 'container_cpu_cfs_periods_total',
    help: 'Periods of the CPU limit in which the container ran; only where there is a limit.',
    labels: [containerName],
  }),
  cpuThrottledPeriods: external({
    exporter: 'cadvisor',
    type: 'counter',
    name: 'container_cpu_cfs_throttled_periods_total',
    help: 'Periods of the CPU limit in which the container had used it up and had to wait.',
    labels: [containerName],
  }),
  oomEvents: external({
    exporter: 'cadvisor',
    type: 'counter',
    name: 'container_oom_events_total',
    help: 'Processes of the container that the kernel killed because memory ran out.',
    labels: [containerName],
  }),
  throttledTime: external({
    exporter: 'cadvisor',
    type: 'counter',
    name: 'container_cpu_cfs_throttled_seconds_total',
    help: 'Time that the container had to wait because of its CPU limit.',
    unit: 'seconds',
    labels: [containerName],
  }),
  cpuQuota: external({
    exporter: 'cadvisor',
    type: 'gauge',
    name: 'container_spec_cpu_quota',
    help: 'CPU time that the container may use in each period, in microseconds; only where there is a limit.',
    labels: [containerName],
  }),
  cpuPeriod: external({
    exporter: 'cadvisor',
    type: 'gauge',
    name: 'container_spec_cpu_period',
    help: 'Length of the period of the CPU limit, in microseconds.',
    labels: [containerName],
  }),
  memoryResident: external({
    exporter: 'cadvisor',
    type: 'gauge',
    name: 'container_memory_rss',
    help: 'Memory of the programs of the container, in bytes.',
    unit: 'bytes',
    labels: [containerName],
  }),
  memoryCache: external({
    exporter: 'cadvisor',
    type: 'gauge',
    name: 'container_memory_cache',
    help: 'Memory of the container that holds files, in bytes.',
    unit: 'bytes',
    labels: [containerName],
  }),
  memoryLimitHits: external({
    exporter: 'cadvisor',
    type: 'counter',
    name: 'container_memory_failcnt',
    help: 'How often the container met its memory limit; 0 with control groups of version 2.',
    labels: [containerName],
  }),
} as const;

/** Only containers: groups of processes that are none have no name. */
export const NAMED = { name: not('') } as const;
