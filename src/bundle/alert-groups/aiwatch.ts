import type { AlertContext, AlertGroup } from './alert-group.ts';

/** aiwatch itself. */
export function buildAiwatchAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-aiwatch', alerts: [] };
}
