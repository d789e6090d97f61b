import type { FastifyInstance } from 'fastify';
import { type Config, loadWebConfig } from '../config/index.ts';
import type { ScrapeAccess } from '../metrics/index.ts';
import { createExporter, createLogger } from '../runtime.ts';
import { createServer } from './app.ts';
import { dataFolder } from './data-folder.ts';
import { openDeliveryStore } from './delivery/delivery-store.ts';
import { openServerEvents, serverSource } from './parts/events.ts';
import { startInboxMover } from './parts/inbox.ts';
import { openServerStore } from './parts/store.ts';
import { startServerWebhook } from './parts/webhook.ts';
import type { AlertNotification } from './routes/alertmanager.ts';
import { openTokens } from './tokens/open-tokens.ts';

export interface OpenServerOptions {
  /** Told of every alert that Alertmanager delivers. */
  readonly onAlert: (alert: AlertNotification) => void;
  /** Told, in a line for people, what happens at the start and what goes wrong. */
  readonly onNotice: (line: string) => void;
}

/** A server with all its parts, which does not listen yet. */
export interface OpenServer {
  readonly app: FastifyInstance;
  /** Who may scrape. */
  readonly access: ScrapeAccess;
  /** For people: where events are kept. */
  readonly storeDescription: string;
  /** Stops intake, stores what waits as long as there is time, and closes everything. */
  close(): Promise<void>;
}

/** What waits in the spool is stored at the next start, so that the end need not wait for a slow database. */
const DRAIN_DEADLINE_MS = 5000;

type Close = () => unknown;

/** Opens all that `aiwatch serve` runs. What was opened before something fails is closed again. */
export async function openServer(config: Config, options: OpenServerOptions): Promise<OpenServer> {
  const opened: Close[] = [];
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const parts = await openParts(config, options, close => opened.push(close));
    return { ...parts, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Opens the parts in the order in which they need each other; they are closed in the opposite one. */
async function openParts(
  config: Config,
  { onAlert, onNotice }: OpenServerOptions,
  onOpened: (close: Close) => void,
): Promise<Omit<OpenServer, 'close'>> {
  const { dir, ...logSizes } = config.log;
  const log = await createLogger({
    dir: dir ?? undefined,
    ...logSizes,
    isOnConsole: false,
    onProblem: onNotice,
  });
  onOpened(log.close);
  const onProblem = (where: string, error: unknown) => log.logger.error({ err: error }, `${where} failed`);
  const exporter = createExporter(config, {
    web: loadWebConfig(config.server.webConfigFile),
    requestLog: log.logger,
    log: (message, error) => {
      onNotice(`${message}: ${error instanceof Error ? error.message : String(error)}`);
      log.logger.error({ err: error }, message);
    },
  });
  onOpened(exporter.close);
  const delivery = await openDeliveryStore({ dataDir: config.server.dataDir, onNotice });
  const { jwks, requestsPerMinute } = config.auth;
  const tokens = await openTokens({ keyFile: dataFolder(config).tokenKeys, jwks }, error =>
    onProblem('reading the keys of tokens', error),
  );
  onOpened(tokens.close);
  const {
    store,
    description,
    close: closeStore,
  } = await openServerStore(config, {
    onNotice,
    onProblem: exporter.http.problem.log,
  });
  onOpened(closeStore);
  const pipeline = await openServerEvents(config, exporter, store, undefined);
  onOpened(() => pipeline.close(DRAIN_DEADLINE_MS));
  const inbox = startInboxMover(store, exporter.http.problem.log);
  onOpened(inbox.stop);
  const webhook = startServerWebhook(config, exporter, store);
  if (webhook !== undefined) onOpened(webhook.close);
  const app = await createServer({
    exporter,
    prometheusUrl: config.bundle.prometheusUrl,
    applicationJob: config.bundle.applicationJob,
    onAlert,
    delivery,
    access: { verify: tokens.verify, rateLimits: requestsPerMinute },
    logger: log.logger,
    trustProxy: config.server.trustProxy,
    store,
    events: { intake: pipeline.intake, defaultSource: serverSource(config) },
  });
  onOpened(() => app.close());
  return { app, access: exporter.access, storeDescription: description };
}
