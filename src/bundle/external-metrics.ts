import { defineLabel, type LabelDef, type MetricDef } from '../catalogue/index.ts';

type ExternalType = 'counter' | 'gauge';

/** A metric that somebody else's exporter exposes and our rules or boards read; its name and labels are theirs. */
export interface ExternalMetric<
  Type extends ExternalType = ExternalType,
  Labels extends readonly LabelDef[] = readonly LabelDef[],
> extends MetricDef<Type, string, Labels> {
  readonly exporter: 'prometheus' | 'redis_exporter' | 'node_exporter' | 'cadvisor';
}

function external<const Def extends ExternalMetric>(def: Def): Def {
  return def;
}

/** Name of a container as Docker shows it; empty for groups of processes that are no container. */
const containerName = defineLabel({ name: 'name', help: 'Name of the container.', maxValues: 100 });
const cpuMode = defineLabel({
  name: 'mode',
  help: 'What the CPU did, e.g. idle, user or system.',
  maxValues: 10,
});

/** What Prometheus itself records about every scrape. */
export const prometheusMetrics = {
  up: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'up',
    help: 'Whether the last scrape of the target succeeded.',
    labels: [],
  }),
} as const;

/** Of redis_exporter, 1.45 and newer. */
export const redisMetrics = {
  up: external({
    exporter: 'redis_exporter',
    type: 'gauge',
    name: 'redis_up',
    help: 'Whether Redis answers.',
    labels: [],
  }),
  memoryUsed: external({
    exporter: 'redis_exporter',
    type: 'gauge',
    name: 'redis_memory_used_bytes',
    help: 'Memory that Redis uses.',
    unit: 'bytes',
    labels: [],
  }),
  memoryMax: external({
    exporter: 'redis_exporter',
    type: 'gauge',
    name: 'redis_memory_max_bytes',
    help: 'The maxmemory of Redis; 0 where there is no limit.',
    unit: 'bytes',
    labels: [],
  }),
  clients: external({
    exporter: 'redis_exporter',
    type: 'gauge',
    name: 'redis_connected_clients',
    help: 'Clients that are connected to Redis.',
    labels: [],
  }),
  commands: external({
    exporter: 'redis_exporter',
    type: 'counter',
    name: 'redis_commands_processed_total',
    help: 'Commands that Redis processed.',
    labels: [],
  }),
} as const;

/** Of node_exporter, 1.5 and newer. */
export const nodeMetrics = {
  cpu: external({
    exporter: 'node_exporter',
    type: 'counter',
    name: 'node_cpu_seconds_total',
    help: 'Time that each CPU of the host spent in each mode.',
    unit: 'seconds',
    labels: [cpuMode],
  }),
} as const;

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

/** Every metric of other exporters that rules and boards may read. */
export const EXTERNAL_METRICS: readonly ExternalMetric[] = [
  prometheusMetrics,
  redisMetrics,
  nodeMetrics,
  containerMetrics,
].flatMap(family => Object.values<ExternalMetric>(family));
