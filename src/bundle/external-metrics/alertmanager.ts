import { defineLabel } from '../../catalogue/index.ts';
import { external } from './definition.ts';

/** Since 0.26 failures have a `reason` too, so that rules have to sum over it. */
const integration = defineLabel({
  name: 'integration',
  help: 'How people are told, e.g. slack, email or webhook.',
  maxValues: 20,
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
} as const;
