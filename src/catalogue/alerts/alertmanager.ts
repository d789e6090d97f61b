import { defineAlert } from './definition.ts';

/** Alertmanager itself; that it is gone is told by TargetDown, TargetMissing and PrometheusWithoutAlertmanager. */
export const alertmanagerAlerts = {
  alertmanagerConfigReloadFailed: defineAlert({
    name: 'AlertmanagerConfigReloadFailed',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Alertmanager refused its new configuration.',
    description:
      '{instance} runs with its last good configuration, and would not start with the one in its file.',
    board: 'monitoring',
  }),
  alertmanagerNotificationsFailing: defineAlert({
    name: 'AlertmanagerNotificationsFailing',
    threshold: 0.01,
    unit: 'ratio',
    forSeconds: 300,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance', 'integration'],
    summary: 'Notifications do not arrive.',
    description:
      '{value} of the notifications that {instance} sent by {integration} in the last 15 minutes failed; the limit is {threshold}.',
    board: 'monitoring',
  }),
} as const;
