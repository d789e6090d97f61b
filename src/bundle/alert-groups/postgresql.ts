import { alerts } from '../../catalogue/index.ts';
import { postgresqlMetrics } from '../external-metrics/index.ts';
import {
  above,
  aggregate,
  and,
  below,
  increase,
  ratio,
  select,
  selectCounter,
  sumBy,
  times,
} from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** With fewer transactions a share of rollbacks says nothing: one would be much. */
const MIN_TRANSACTIONS_PER_SECOND = 1;

/** With fewer blocks the reads cost nothing, however many of them miss the buffers. */
const MIN_BLOCKS_PER_SECOND = 100;

/** One series per server, whatever labels a version of the exporter adds. */
const SERVER = ['job', 'instance'] as const;
/** One series per database of a server. */
const DATABASE = ['job', 'instance', 'datname'] as const;

/** PostgreSQL, through postgres_exporter. */
export function buildPostgresqlAlerts({ records: { postgresql } }: AlertContext): AlertGroup {
  const maxConnections = aggregate('max', SERVER, select(postgresqlMetrics.maxConnections));
  // The room that the server has reserved at its start; prepared transactions, off by default, add to it.
  const maxLocks = times(
    aggregate('max', SERVER, select(postgresqlMetrics.maxLocksPerTransaction)),
    maxConnections,
  );
  const connections = ratio(sumBy(SERVER, select(postgresqlMetrics.connections)), maxConnections);
  const locks = ratio(sumBy(SERVER, select(postgresqlMetrics.locks)), maxLocks);
  const deadlocks = sumBy(DATABASE, increase(selectCounter(postgresqlMetrics.deadlocks), '15m'));
  const longest = aggregate('max', DATABASE, select(postgresqlMetrics.longestTransaction));
  const isBusy = above(select(postgresql.transactions), MIN_TRANSACTIONS_PER_SECOND);
  const isReading = above(select(postgresql.blocks), MIN_BLOCKS_PER_SECOND);
  return {
    name: 'aiwatch-postgresql',
    alerts: [
      { alert: alerts.postgresDown, condition: threshold => below(select(postgresqlMetrics.up), threshold) },
      { alert: alerts.postgresConnectionsHigh, condition: threshold => above(connections, threshold) },
      { alert: alerts.postgresDeadlocks, condition: threshold => above(deadlocks, threshold) },
      { alert: alerts.postgresLongTransactions, condition: threshold => above(longest, threshold) },
      { alert: alerts.postgresLocksHigh, condition: threshold => above(locks, threshold) },
      {
        alert: alerts.postgresRollbacksHigh,
        condition: threshold => and(above(select(postgresql.rollbackRatio), threshold), isBusy),
      },
      {
        alert: alerts.postgresCacheHitLow,
        condition: threshold => and(below(select(postgresql.cacheHitRatio), threshold), isReading),
      },
    ],
  };
}
