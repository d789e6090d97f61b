import { buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { postgresqlMetrics } from '../../external-metrics/index.ts';
import { aggregate, increase, matching, rate, select, selectCounter, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 6, height: 8, min: 0, noValue: 'Not scraped' };
const DATABASES = { ...chosen, datname: matching('$database') } as const;

type DatabaseCounter = (typeof postgresqlMetrics)[
  | 'commits'
  | 'rollbacks'
  | 'rowsFetched'
  | 'rowsInserted'
  | 'rowsUpdated'
  | 'rowsDeleted'];

const perSecond = (counter: DatabaseCounter, legend: string) =>
  query(sumBy([], rate(selectCounter(counter, DATABASES), RANGE)), legend);

function buildWork(): readonly UnplacedPanel[] {
  return [
    buildTimeseries({
      ...SIZE,
      width: 8,
      title: 'Transactions',
      description: 'Transactions of the chosen databases per second, by how they ended.',
      unit: 'ops',
      queries: [
        perSecond(postgresqlMetrics.commits, 'Committed'),
        perSecond(postgresqlMetrics.rollbacks, 'Rolled back'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Rows',
      description: 'Rows of the chosen databases per second that were fetched by index scans or changed.',
      unit: 'ops',
      queries: [
        perSecond(postgresqlMetrics.rowsFetched, 'Fetched'),
        perSecond(postgresqlMetrics.rowsInserted, 'Inserted'),
        perSecond(postgresqlMetrics.rowsUpdated, 'Updated'),
        perSecond(postgresqlMetrics.rowsDeleted, 'Deleted'),
      ],
    }),
  ];
}

/** What PostgreSQL is asked to do, and how that goes. */
export function buildPostgresqlLoadSection(context: BoardContext): readonly UnplacedPanel[] {
  const { postgresql } = context.records;
  const deadlocks = increase(selectCounter(postgresqlMetrics.deadlocks, DATABASES), RANGE);
  /** Of the servers that have a database of that name, the one that fares worst. */
  const worst = (which: 'max' | 'min', record: (typeof postgresql)['rollbackRatio' | 'cacheHitRatio']) =>
    query(aggregate(which, ['datname'], select(record, DATABASES)), '{{datname}}');
  return [
    ...buildWork(),
    buildAlertGraph(context, 'PostgresRollbacksHigh', {
      ...SIZE,
      title: 'Rolled back share',
      description: 'Transactions that were rolled back over all, over five minutes.',
      unit: 'percentunit',
      noValue: 'No transactions',
      queries: [worst('max', postgresql.rollbackRatio)],
    }),
    buildAlertGraph(context, 'PostgresCacheHitLow', {
      ...SIZE,
      title: 'Blocks found in the buffers',
      description: 'Blocks that were in the buffers over all that queries needed, over five minutes.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No queries',
      queries: [worst('min', postgresql.cacheHitRatio)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Deadlocks',
      metric: postgresqlMetrics.deadlocks,
      description: `Deadlocks that PostgreSQL ended. PostgresDeadlocks fires at more than ${context.threshold('PostgresDeadlocks')} within 15 minutes.`,
      queries: [query(sumBy(['datname'], deadlocks), '{{datname}}')],
    }),
  ];
}
