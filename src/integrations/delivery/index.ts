export type { DeliveryConfig } from './delivery-config.ts';
export { createDispatcher } from './dispatcher.ts';
export type { Delivery } from './lanes.ts';
export { type ReceivedHeaders, type VerifyWebhookOptions, verifyWebhook } from './signature.ts';
