import { external } from './definition.ts';

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
