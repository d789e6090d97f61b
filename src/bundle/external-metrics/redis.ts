import { defineLabel } from '../../catalogue/index.ts';
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
  clientsMax: external({
    exporter: 'redis_exporter',
    type: 'gauge',
    name: 'redis_config_maxclients',
    help: 'The maxclients of Redis.',
    labels: [],
  }),
  rejectedConnections: external({
    exporter: 'redis_exporter',
    type: 'counter',
    name: 'redis_rejected_connections_total',
    help: 'Connections that Redis turned away because it had its maxclients.',
    labels: [],
  }),
  evictedKeys: external({
    exporter: 'redis_exporter',
    type: 'counter',
    name: 'redis_evicted_keys_total',
    help: 'Keys that Redis threw away because it had its maxmemory.',
    labels: [],
  }),
  keyspaceHits: external({
    exporter: 'redis_exporter',
    type: 'counter',
    name: 'redis_keyspace_hits_total',
    help: 'Lookups that found a key.',
    labels: [],
  }),
  keyspaceMisses: external({
    exporter: 'redis_exporter',
    type: 'counter',
    name: 'redis_keyspace_misses_total',
    help: 'Lookups that found no key.',
    labels: [],
  }),
  snapshotOk: external({
    exporter: 'redis_exporter',
    type: 'gauge',
    name: 'redis_rdb_last_bgsave_status',
    help: 'Whether the last snapshot succeeded; 1 where there was none.',
    labels: [],
  }),
  primaryLinkUp: external({
    exporter: 'redis_exporter',
    type: 'gauge',
    name: 'redis_master_link_up',
    help: 'Whether a replica is linked to its primary; of replicas only.',
    labels: [
      defineLabel({ name: 'master_host', help: 'Host of the primary.', maxValues: 10 }),
      defineLabel({ name: 'master_port', help: 'Port of the primary.', maxValues: 10 }),
    ],
  }),
} as const;
