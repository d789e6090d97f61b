import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Files, versions and generated code. */
export function buildDevelopmentAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-development', alerts: [] };
}
