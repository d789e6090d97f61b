import type { AlertContext, AlertGroup } from './alert-group.ts';

/** PostgreSQL, through postgres_exporter. */
export function buildPostgresqlAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-postgresql', alerts: [] };
}
