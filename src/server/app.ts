import Fastify, { type FastifyInstance } from 'fastify';
import { createDeliveryFamilies } from '../recorders/index.ts';
import type { Exporter } from '../runtime.ts';
import { createDeliveryStore, type DeliveryStore } from './delivery/delivery-store.ts';
import { type AlertNotification, createAlertmanagerRoutes } from './routes/alertmanager.ts';
import { createCiRoutes } from './routes/ci.ts';
import { healthRoutes } from './routes/health.ts';
import { createRunbookRoutes } from './routes/runbooks.ts';

export interface ServerOptions {
  readonly exporter: Exporter;
  /** Prometheus as people reach it. */
  readonly prometheusUrl: string;
  /** The `job` label of the application's series. */
  readonly applicationJob: string;
  /** Told of every alert that Alertmanager delivers. */
  readonly onAlert: (alert: AlertNotification) => void;
  /** Where reports of pipelines are kept. @default in memory only */
  readonly delivery?: DeliveryStore;
}

/** Largest body that is read: Alertmanager groups alerts, and a group of a thousand stays below this. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** Makes the aiwatch server; the caller lets it listen, and closes it. */
export async function createServer({
  exporter,
  prometheusUrl,
  applicationJob,
  onAlert,
  delivery = createDeliveryStore(),
}: ServerOptions): Promise<FastifyInstance> {
  // Who may scrape may deliver alerts and reports.
  const { registry, access, tls } = exporter;
  const app: FastifyInstance = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    ...(tls !== undefined && { https: tls }),
  });
  await app.register(exporter.fastify);
  await app.register(healthRoutes);
  await app.register(createAlertmanagerRoutes({ registry, access, onAlert }));
  await app.register(createRunbookRoutes({ prometheusUrl, applicationJob }));
  await app.register(createCiRoutes({ access, delivery }));
  registry.include(createDeliveryFamilies(delivery.state), 'delivery');
  return app;
}
