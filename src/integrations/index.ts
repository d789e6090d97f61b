export { type ReceivedHeaders, type VerifyWebhookOptions, verifyWebhook } from './delivery/index.ts';
export { type MonitoringWebhook, startMonitoringWebhook } from './monitoring-webhook.ts';
export type { MonitoringWebhookConfig } from './webhook/webhook-config.ts';
