import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Work that waits. */
export function buildQueueAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-queue', alerts: [] };
}
