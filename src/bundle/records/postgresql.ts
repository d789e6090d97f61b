import { postgresqlMetrics } from '../external-metrics/index.ts';
import { plus, rate, ratio, select, selectCounter, sumBy } from '../promql/index.ts';
import { record } from './record.ts';

const DATABASE = ['job', 'instance', 'datname'] as const;

type DatabaseCounter = (typeof postgresqlMetrics)['commits' | 'rollbacks' | 'blockHits' | 'blockReads'];

/** Per second, of each database; whatever labels a version of the exporter adds. */
function rateOf(counter: DatabaseCounter) {
  return sumBy(DATABASE, rate(selectCounter(counter), '5m'));
}

/** Transactions and blocks of each database of PostgreSQL. */
export function buildPostgresqlRecords() {
  const transactions = record(
    'instance_datname:pg_transactions:rate5m',
    'Transactions of a database that ended per second, committed or rolled back.',
    plus(rateOf(postgresqlMetrics.commits), rateOf(postgresqlMetrics.rollbacks)),
  );
  const rollbackRatio = record(
    'instance_datname:pg_rollbacks:ratio_rate5m',
    'Transactions that were rolled back over all; nothing where there were none.',
    ratio(rateOf(postgresqlMetrics.rollbacks), select(transactions)),
  );
  const blocks = record(
    'instance_datname:pg_blocks:rate5m',
    'Blocks per second that queries of a database needed, from the buffers or from outside them.',
    plus(rateOf(postgresqlMetrics.blockHits), rateOf(postgresqlMetrics.blockReads)),
  );
  const cacheHitRatio = record(
    'instance_datname:pg_block_hits:ratio_rate5m',
    'Blocks that were in the buffers over all that queries needed; nothing where they needed none.',
    ratio(rateOf(postgresqlMetrics.blockHits), select(blocks)),
  );
  return { transactions, rollbackRatio, blocks, cacheHitRatio };
}
