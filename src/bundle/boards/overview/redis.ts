import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { redisMetrics } from '../../external-metrics/index.ts';
import { above, rate, select, selectCounter } from '../../promql/index.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 7, min: 0, noValue: 'Not scraped' };

/** The application's Redis, through redis_exporter. */
export function buildRedisSection(): readonly UnplacedPanel[] {
  return [
    buildRow('Redis'),
    buildTimeseries({
      ...SIZE,
      title: 'Memory of Redis',
      metric: redisMetrics.memoryUsed,
      description: 'Memory that Redis uses, and its maxmemory where it has one.',
      queries: [
        query(select(redisMetrics.memoryUsed, chosen), '{{instance}} used'),
        query(above(select(redisMetrics.memoryMax, chosen), 0), '{{instance}} maxmemory'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Redis commands',
      metric: redisMetrics.commands,
      unit: 'ops',
      queries: [query(rate(selectCounter(redisMetrics.commands, chosen), RANGE), '{{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Redis clients',
      metric: redisMetrics.clients,
      decimals: 0,
      queries: [query(select(redisMetrics.clients, chosen), '{{instance}}')],
    }),
  ];
}
