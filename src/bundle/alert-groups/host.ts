import type { AlertContext, AlertGroup } from './alert-group.ts';

/** The host, through node_exporter. */
export function buildHostAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-host', alerts: [] };
}
