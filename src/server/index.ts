export { createServer, type ServerOptions } from './app.ts';
export type { AlertNotification } from './routes/alertmanager.ts';
