import { buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { redisMetrics } from '../../external-metrics/index.ts';
import { rate, ratio, select, selectCounter } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 6, height: 8, min: 0, noValue: 'Not scraped' };

/** What Redis has of its limits, and what it throws away. */
export function buildRedisLimitsSection(context: BoardContext): readonly UnplacedPanel[] {
  const { memory, redis } = context.records;
  const clients = ratio(select(redisMetrics.clients, chosen), select(redisMetrics.clientsMax, chosen));
  return [
    buildAlertGraph(context, 'RedisMemoryUsage', {
      ...SIZE,
      title: 'Memory over maxmemory',
      description: 'Memory of Redis over its maxmemory.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No maxmemory',
      queries: [query(select(memory.redis, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'RedisConnectionsHigh', {
      ...SIZE,
      title: 'Clients over maxclients',
      description: 'Clients that are connected over those that Redis takes.',
      unit: 'percentunit',
      max: 1,
      queries: [query(clients, '{{instance}}')],
    }),
    buildAlertGraph(context, 'RedisHitRateLow', {
      ...SIZE,
      title: 'Lookups that find a key',
      description:
        'Lookups that found a key over all lookups, over five minutes. With less than one per second no alert fires.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No lookups',
      queries: [query(select(redis.hitRatio, chosen), '{{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Keys that go',
      description: `Keys per second whose time was over, and keys that were evicted to make room. RedisEvictingKeys fires above ${context.threshold('RedisEvictingKeys')} evicted keys per second.`,
      unit: 'ops',
      queries: [
        query(rate(selectCounter(redisMetrics.expiredKeys, chosen), RANGE), '{{instance}} expired'),
        query(rate(selectCounter(redisMetrics.evictedKeys, chosen), RANGE), '{{instance}} evicted'),
      ],
    }),
  ];
}
