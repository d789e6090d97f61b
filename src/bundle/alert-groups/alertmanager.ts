import { alerts } from '../../catalogue/index.ts';
import { alertmanagerMetrics } from '../external-metrics/index.ts';
import { above, below, increase, ratio, select, selectCounter, sumBy } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** Alertmanager itself. */
export function buildAlertmanagerAlerts(_context: AlertContext): AlertGroup {
  const { configReloadSuccessful, notifications, notificationsFailed } = alertmanagerMetrics;
  const by = ['job', 'instance', 'integration'] as const;
  const failed = ratio(
    sumBy(by, increase(selectCounter(notificationsFailed), '15m')),
    sumBy(by, increase(selectCounter(notifications), '15m')),
  );
  return {
    name: 'aiwatch-alertmanager',
    alerts: [
      {
        alert: alerts.alertmanagerConfigReloadFailed,
        condition: threshold => below(select(configReloadSuccessful), threshold),
      },
      {
        alert: alerts.alertmanagerNotificationsFailing,
        condition: threshold => above(failed, threshold),
      },
    ],
  };
}
