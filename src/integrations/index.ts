export { type ReceivedHeaders, type VerifyWebhookOptions, verifyWebhook } from './delivery/index.ts';
export {
  type MonitoringWebhook,
  type MonitoringWebhookOptions,
  startMonitoringWebhook,
  WEBHOOK_CONSUMER,
} from './monitoring-webhook.ts';
export type { MonitoringWebhookConfig } from './webhook/webhook-config.ts';
export { createWebhookSink, type WebhookSink, type WebhookSinkOptions } from './webhook-sink.ts';
