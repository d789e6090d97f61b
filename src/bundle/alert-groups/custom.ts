import { alerts, type Catalogue } from '../../catalogue/index.ts';
import { rate, selectCounter } from '../promql.ts';
import type { AlertGroup } from './alert-group.ts';

/** An example of an alert that a user adds: one series of one metric against a number. */
export function buildCustomAlerts({ ai }: Catalogue): AlertGroup {
  return {
    name: 'aiwatch-custom',
    alerts: [{ alert: alerts.highAiCallRate, value: rate(selectCounter(ai.calls), '5m') }],
  };
}
