export { acknowledge, unknownIncident } from './acknowledge.ts';
export type { AlertNotification } from './alert-notification.ts';
export type { AlertmanagerConfig } from './alertmanager-client.ts';
export { currentAlerts, WATCHDOG } from './current-alerts.ts';
export { keepIncidents } from './keep-incidents.ts';
