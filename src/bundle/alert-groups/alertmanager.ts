import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Alertmanager itself. */
export function buildAlertmanagerAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-alertmanager', alerts: [] };
}
