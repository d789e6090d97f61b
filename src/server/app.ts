import Fastify, { type FastifyInstance } from 'fastify';
import type { Exporter } from '../runtime.ts';
import { type AlertNotification, createAlertmanagerRoutes } from './routes/alertmanager.ts';
import { healthRoutes } from './routes/health.ts';
import { createRunbookRoutes } from './routes/runbooks.ts';

export interface ServerOptions {
  readonly exporter: Exporter;
  /** Prometheus as people reach it. */
  readonly prometheusUrl: string;
  /** Told of every alert that Alertmanager delivers. */
  readonly onAlert: (alert: AlertNotification) => void;
}

/** Largest body that is read: Alertmanager groups alerts, and a group of a thousand stays below this. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** Makes the aiwatch server; the caller lets it listen, and closes it. */
export async function createServer({
  exporter,
  prometheusUrl,
  onAlert,
}: ServerOptions): Promise<FastifyInstance> {
  const { tls } = exporter;
  const app: FastifyInstance = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    ...(tls !== undefined && { https: tls }),
  });
  await app.register(exporter.fastify);
  await app.register(healthRoutes);
  // Who may scrape may deliver alerts.
  await app.register(
    createAlertmanagerRoutes({ registry: exporter.registry, access: exporter.access, onAlert }),
  );
  await app.register(createRunbookRoutes({ prometheusUrl }));
  return app;
}
