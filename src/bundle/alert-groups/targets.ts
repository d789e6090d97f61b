import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Targets that are gone, sources that fell silent, and the watchdog. */
export function buildTargetAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-targets', alerts: [] };
}
