import { defineLabel } from '../../catalogue/index.ts';
import { external } from './definition.ts';

const datname = defineLabel({ name: 'datname', help: 'Name of the database.', maxValues: 100 });
const connectionState = defineLabel({
  name: 'state',
  help: 'What the connection does, e.g. active or idle.',
  maxValues: 7,
});

/**
 * Of postgres_exporter, 0.11 and newer, with the collectors that are on by default. Versions differ in further labels:
 * `server` went in 0.20, and `pg_stat_activity` got the user, the application and what it waits for. Sum or take the
 * largest by the labels that are named here.
 */
export const postgresqlMetrics = {
  up: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_up',
    help: 'Whether PostgreSQL answers.',
    labels: [],
  }),
  connections: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_stat_database_numbackends',
    help: 'Connections to each database.',
    labels: [datname],
  }),
  maxConnections: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_settings_max_connections',
    help: 'The max_connections of PostgreSQL.',
    labels: [],
  }),
  locks: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_locks_count',
    help: 'Locks of each database that are held or waited for.',
    labels: [datname, defineLabel({ name: 'mode', help: 'Mode of the lock.', maxValues: 10 })],
  }),
  maxLocksPerTransaction: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_settings_max_locks_per_transaction',
    help: 'The max_locks_per_transaction of PostgreSQL.',
    labels: [],
  }),
  longestTransaction: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_stat_activity_max_tx_duration',
    help: 'How long the oldest open transaction of each database has been open.',
    unit: 'seconds',
    labels: [datname, connectionState],
  }),
  commits: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_xact_commit',
    help: 'Transactions of each database that were committed.',
    labels: [datname],
  }),
  rollbacks: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_xact_rollback',
    help: 'Transactions of each database that were rolled back.',
    labels: [datname],
  }),
  deadlocks: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_deadlocks',
    help: 'Deadlocks that PostgreSQL ended in each database.',
    labels: [datname],
  }),
  blockHits: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_blks_hit',
    help: 'Blocks of each database that were in the buffers when they were needed.',
    labels: [datname],
  }),
  blockReads: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_blks_read',
    help: 'Blocks of each database that were not in the buffers when they were needed.',
    labels: [datname],
  }),
  activity: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_stat_activity_count',
    help: 'Connections to each database, by what they do.',
    labels: [datname, connectionState],
  }),
  databaseSize: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_database_size_bytes',
    help: 'Size of each database on the disk.',
    unit: 'bytes',
    labels: [datname],
  }),
  sharedBuffers: external({
    exporter: 'postgres_exporter',
    type: 'gauge',
    name: 'pg_settings_shared_buffers_bytes',
    help: 'The shared_buffers of PostgreSQL.',
    unit: 'bytes',
    labels: [],
  }),
  rowsFetched: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_tup_fetched',
    help: 'Rows that index scans of each database fetched.',
    labels: [datname],
  }),
  rowsInserted: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_tup_inserted',
    help: 'Rows that were inserted into each database.',
    labels: [datname],
  }),
  rowsUpdated: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_tup_updated',
    help: 'Rows of each database that were updated.',
    labels: [datname],
  }),
  rowsDeleted: external({
    exporter: 'postgres_exporter',
    type: 'counter',
    name: 'pg_stat_database_tup_deleted',
    help: 'Rows that were deleted from each database.',
    labels: [datname],
  }),
} as const;
