export { createServer } from './app.ts';
export type { AlertNotification } from './routes/alertmanager.ts';
