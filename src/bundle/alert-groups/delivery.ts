import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Deployments, rollbacks and test runs. */
export function buildDeliveryAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-delivery', alerts: [] };
}
