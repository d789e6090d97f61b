import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Error budgets that are used up too fast. */
export function buildSloAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-slo', alerts: [] };
}
