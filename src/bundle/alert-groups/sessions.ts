import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Sessions of users. */
export function buildSessionAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-sessions', alerts: [] };
}
