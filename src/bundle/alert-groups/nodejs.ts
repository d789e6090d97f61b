import type { AlertContext, AlertGroup } from './alert-group.ts';

/** The Node.js runtime. */
export function buildNodejsAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-nodejs', alerts: [] };
}
