export { createServer } from './app.ts';
export { openDeliveryStore } from './delivery/delivery-store.ts';
export type { AlertNotification } from './routes/alertmanager.ts';
