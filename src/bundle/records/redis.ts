import { redisMetrics } from '../external-metrics/index.ts';
import { plus, rate, ratio, select, selectCounter } from '../promql/index.ts';
import { record } from './record.ts';

/** Lookups of keys in Redis, and how many of them find something. */
export function buildRedisRecords() {
  const hits = rate(selectCounter(redisMetrics.keyspaceHits), '5m');
  const lookups = record(
    'instance:redis_keyspace_lookups:rate5m',
    'Lookups of keys per second, those that find nothing too.',
    plus(hits, rate(selectCounter(redisMetrics.keyspaceMisses), '5m')),
  );
  const hitRatio = record(
    'instance:redis_keyspace_hits:ratio_rate5m',
    'Lookups that find a key over all lookups; nothing where there were none.',
    ratio(hits, select(lookups)),
  );
  return { lookups, hitRatio };
}
