import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Containers, through cAdvisor. */
export function buildContainerAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-containers', alerts: [] };
}
