import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Redis, through redis_exporter. */
export function buildRedisAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-redis', alerts: [] };
}
