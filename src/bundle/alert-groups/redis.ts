import { alerts } from '../../catalogue/index.ts';
import { redisMetrics } from '../external-metrics/index.ts';
import {
  above,
  aggregate,
  and,
  below,
  increase,
  rate,
  ratio,
  select,
  selectCounter,
} from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** With fewer lookups a share of hits says nothing: a few misses would be most of them. */
const MIN_LOOKUPS_PER_SECOND = 1;

/** Redis, through redis_exporter. */
export function buildRedisAlerts({ records: { redis } }: AlertContext): AlertGroup {
  const replicaLink = aggregate('min', ['job', 'instance'], select(redisMetrics.primaryLinkUp));
  const clients = ratio(select(redisMetrics.clients), select(redisMetrics.clientsMax));
  const rejected = increase(selectCounter(redisMetrics.rejectedConnections), '5m');
  const evicted = rate(selectCounter(redisMetrics.evictedKeys), '5m');
  const isBusy = above(select(redis.lookups), MIN_LOOKUPS_PER_SECOND);
  return {
    name: 'aiwatch-redis',
    alerts: [
      { alert: alerts.redisDown, condition: threshold => below(select(redisMetrics.up), threshold) },
      { alert: alerts.redisRejectingConnections, condition: threshold => above(rejected, threshold) },
      { alert: alerts.redisConnectionsHigh, condition: threshold => above(clients, threshold) },
      {
        alert: alerts.redisSnapshotFailing,
        condition: threshold => below(select(redisMetrics.snapshotOk), threshold),
      },
      { alert: alerts.redisReplicaBroken, condition: threshold => below(replicaLink, threshold) },
      { alert: alerts.redisEvictingKeys, condition: threshold => above(evicted, threshold) },
      {
        alert: alerts.redisHitRateLow,
        condition: threshold => and(below(select(redis.hitRatio), threshold), isBusy),
      },
    ],
  };
}
