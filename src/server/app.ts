import type { IncomingMessage } from 'node:http';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { type AlertNotification, keepIncidents } from '../alerts/index.ts';
import { requestIdOf } from '../hooks/index.ts';
import { createDeliveryFamilies } from '../recorders/index.ts';
import type { Exporter } from '../runtime.ts';
import { VERSION } from '../version.ts';
import { type AccessPluginOptions, createAccessPlugin } from './access/access-plugin.ts';
import { createDeliveryStore, type DeliveryStore } from './delivery/delivery-store.ts';
import { createLivePlugin, type LiveOptions } from './live/live-plugin.ts';
import { createPanel, type PanelOptions } from './panel/create-panel.ts';
import { errorPlugin } from './plugins/error-plugin.ts';
import { LISTENER_OPTIONS, STRICT_OPTIONS } from './plugins/fastify-options.ts';
import { createOpenapiPlugin } from './plugins/openapi.ts';
import { strictInputPlugin } from './plugins/strict-input.ts';
import { type AlertmanagerRouteOptions, createAlertmanagerRoutes } from './routes/alertmanager.ts';
import { createCiRoutes } from './routes/ci.ts';
import { createEventRoutes, type EventRouteOptions } from './routes/events.ts';
import { createHealthRoutes, type HealthRouteOptions } from './routes/health.ts';
import { createRunbookRoutes } from './routes/runbooks.ts';
import { createStoreRoutes, type StoreRouteOptions } from './routes/store.ts';

export interface ServerOptions extends HealthRouteOptions {
  readonly exporter: Exporter;
  /** Prometheus as people reach it. */
  readonly prometheusUrl: string;
  /** The `job` label of the application's series. */
  readonly applicationJob: string;
  /** Told of every alert that Alertmanager delivers. */
  readonly onAlert: (alert: AlertNotification) => void;
  /** Where reports of pipelines are kept. @default in memory only */
  readonly delivery?: DeliveryStore;
  /** Tokens and rate limits of the routes that ask for a role. @default there are none */
  readonly access?: AccessPluginOptions | undefined;
  /** @default nothing is logged */
  readonly logger?: FastifyBaseLogger | undefined;
  /** Answers questions about events. @default there are no routes for them */
  readonly store?: StoreRouteOptions | undefined;
  /** Takes the events that applications deliver. @default there is no route for them */
  readonly events?: EventRouteOptions | undefined;
  /** The admin panel; it needs `access`. @default there is none */
  readonly panel?: PanelOptions | undefined;
  /** Shows what happens as it is stored. @default there is no live feed */
  readonly live?: LiveOptions | undefined;
  /** Addresses of proxies whose `X-Forwarded-For` is believed, with commas. @default none */
  readonly trustProxy?: string | undefined;
}

/** Largest body that is read: Alertmanager groups alerts, and a group of a thousand stays below this. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** Makes the aiwatch server; the caller lets it listen, and closes it. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { exporter, prometheusUrl, applicationJob, onAlert, delivery = createDeliveryStore() } = options;
  // Who may scrape may deliver alerts and reports.
  const { registry, access } = exporter;
  const app = createFastify(options);
  await app.register(exporter.fastify);
  await app.register(errorPlugin);
  await app.register(strictInputPlugin);
  if (options.access !== undefined) await app.register(createAccessPlugin(options.access));
  await app.register(createOpenapiPlugin({ version: VERSION }));
  if (options.events !== undefined) await app.register(createEventRoutes(options.events));
  if (options.store !== undefined) await app.register(createStoreRoutes(options.store));
  if (options.live !== undefined) await app.register(createLivePlugin(options.live));
  await app.register(createHealthRoutes({ health: options.health }));
  await app.register(createAlertmanagerRoutes({ registry, access, onAlert, keep: createKeeper(options) }));
  await app.register(createRunbookRoutes({ prometheusUrl, applicationJob }));
  await app.register(createCiRoutes({ access, delivery }));
  if (options.panel !== undefined) await app.register(createPanel(options.panel));
  registry.include(createDeliveryFamilies(delivery.state), 'delivery');
  return app;
}

/** Alerts are kept where events are. */
function createKeeper({ store }: ServerOptions): AlertmanagerRouteOptions['keep'] {
  return store && (alerts => keepIncidents(store.store, alerts));
}

function createFastify({ exporter: { tls }, logger, trustProxy }: ServerOptions): FastifyInstance {
  return Fastify({
    ...STRICT_OPTIONS,
    genReqId: request => requestIdOf(request as IncomingMessage),
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    ...(trustProxy !== undefined && { trustProxy }),
    ...(logger !== undefined && { loggerInstance: logger }),
    ...(tls === undefined ? { http: LISTENER_OPTIONS } : { https: { ...LISTENER_OPTIONS, ...tls } }),
  });
}
