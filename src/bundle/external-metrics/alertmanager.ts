import { defineLabel } from '../../catalogue/index.ts';
import { external } from './definition.ts';

/** Since 0.26 failures have a `reason` too, so that rules have to sum over it. */
const integration = defineLabel({
  name: 'integration',
  help: 'How people are told, e.g. slack, email or webhook.',
  maxValues: 20,
});
const alertState = defineLabel({
  name: 'state',
  help: 'Whether people are told: active, suppressed by a silence or another alert, or unprocessed.',
  values: ['active', 'suppressed', 'unprocessed'],
});
const silenceState = defineLabel({
  name: 'state',
  help: 'Whether the silence holds now.',
  values: ['active', 'expired', 'pending'],
});
const alertStatus = defineLabel({
  name: 'status',
  help: 'Whether the alert fires or is over.',
  values: ['firing', 'resolved'],
});

/** Of Alertmanager about itself, 0.25 and newer. */
export const alertmanagerMetrics = {
  configReloadSuccessful: external({
    exporter: 'alertmanager',
    type: 'gauge',
    name: 'alertmanager_config_last_reload_successful',
    help: 'Whether the last attempt to load the configuration succeeded.',
    labels: [],
  }),
  notifications: external({
    exporter: 'alertmanager',
    type: 'counter',
    name: 'alertmanager_notifications_total',
    help: 'Notifications that were attempted.',
    labels: [integration],
  }),
  notificationsFailed: external({
    exporter: 'alertmanager',
    type: 'counter',
    name: 'alertmanager_notifications_failed_total',
    help: 'Notifications that failed.',
    labels: [integration],
  }),
  configReloadTime: external({
    exporter: 'alertmanager',
    type: 'gauge',
    name: 'alertmanager_config_last_reload_success_timestamp_seconds',
    help: 'Unix time at which a configuration was last loaded with success.',
    unit: 'seconds',
    labels: [],
  }),
  configHash: external({
    exporter: 'alertmanager',
    type: 'gauge',
    name: 'alertmanager_config_hash',
    help: 'Hash of the configuration that is loaded.',
    labels: [],
  }),
  alerts: external({
    exporter: 'alertmanager',
    type: 'gauge',
    name: 'alertmanager_alerts',
    help: 'Alerts that Alertmanager knows.',
    labels: [alertState],
  }),
  silences: external({
    exporter: 'alertmanager',
    type: 'gauge',
    name: 'alertmanager_silences',
    help: 'Silences that Alertmanager knows.',
    labels: [silenceState],
  }),
  alertsReceived: external({
    exporter: 'alertmanager',
    type: 'counter',
    name: 'alertmanager_alerts_received_total',
    help: 'Alerts that were received, repeats included.',
    labels: [alertStatus],
  }),
  notificationLatency: external({
    exporter: 'alertmanager',
    type: 'histogram',
    name: 'alertmanager_notification_latency_seconds',
    help: 'Time that telling people took.',
    unit: 'seconds',
    labels: [integration],
  }),
} as const;
