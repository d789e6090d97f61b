import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { postgresqlMetrics } from '../../external-metrics/index.ts';
import { above, aggregate, matching, ratio, select, sumBy, times } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };
const DATABASES = { ...chosen, datname: matching('$database') } as const;

function buildLimits(context: BoardContext): readonly UnplacedPanel[] {
  const { connections, locks, maxConnections, maxLocksPerTransaction } = postgresqlMetrics;
  const most = aggregate('max', ['instance'], select(maxConnections, chosen));
  const room = times(aggregate('max', ['instance'], select(maxLocksPerTransaction, chosen)), most);
  return [
    buildAlertGraph(context, 'PostgresConnectionsHigh', {
      ...SIZE,
      title: 'Connections over max_connections',
      description: 'Connections to all databases over those that PostgreSQL takes.',
      unit: 'percentunit',
      max: 1,
      queries: [query(ratio(sumBy(['instance'], select(connections, chosen)), most), '{{instance}}')],
    }),
    buildAlertGraph(context, 'PostgresLocksHigh', {
      ...SIZE,
      title: 'Locks over their room',
      description: 'Locks that are held or waited for over those that the lock table has room for.',
      unit: 'percentunit',
      max: 1,
      queries: [query(ratio(sumBy(['instance'], select(locks, chosen)), room), '{{instance}}')],
    }),
  ];
}

/** PostgreSQL, through postgres_exporter: what it holds. */
export function buildPostgresqlSection(context: BoardContext): readonly UnplacedPanel[] {
  const { activity, databaseSize, longestTransaction } = postgresqlMetrics;
  return [
    buildRow('PostgreSQL'),
    ...buildLimits(context),
    buildTimeseries({
      ...SIZE,
      title: 'Connections by state',
      metric: activity,
      stacked: true,
      queries: [query(above(sumBy(['state'], select(activity, DATABASES)), 0), '{{state}}')],
    }),
    buildAlertGraph(context, 'PostgresLongTransactions', {
      ...SIZE,
      title: 'Oldest transaction',
      description: 'How long the oldest open transaction of each database has been open.',
      unit: 's',
      queries: [query(aggregate('max', ['datname'], select(longestTransaction, DATABASES)), '{{datname}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Size of databases',
      metric: databaseSize,
      queries: [query(aggregate('max', ['datname'], select(databaseSize, DATABASES)), '{{datname}}')],
    }),
  ];
}
