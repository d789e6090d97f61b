import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Prometheus itself. */
export function buildPrometheusAlerts(_context: AlertContext): AlertGroup {
  return { name: 'aiwatch-prometheus', alerts: [] };
}
