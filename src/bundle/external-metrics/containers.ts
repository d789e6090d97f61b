import { defineLabel } from '../../catalogue/index.ts';
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
} as const;
