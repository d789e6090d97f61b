import type { FastifyInstance } from 'fastify';
import type { AlertNotification } from '../alerts/index.ts';
import { type Config, loadWebConfig } from '../config/index.ts';
import { createUserAliases } from '../events/index.ts';
import { watchAudit } from '../health/index.ts';
import type { ScrapeAccess } from '../metrics/index.ts';
import { watchConsents } from '../privacy/index.ts';
import { createEventFlowRecorder, createStoreUpkeepRecorder } from '../recorders/index.ts';
import {
  type Close,
  closeAll,
  createExporter,
  createLogger,
  loadHashKey,
  retentionDaysOf,
  sourceOf,
} from '../runtime.ts';
import { createServer } from './app.ts';
import { dataFolder } from './data-folder.ts';
import { openDeliveryStore } from './delivery/delivery-store.ts';
import { startCheckpoints } from './parts/checkpoints.ts';
import { openServerEvents } from './parts/events.ts';
import { startServerHealth } from './parts/health.ts';
import { startInboxMover } from './parts/inbox.ts';
import { liveRoutes, type ServerLive, startLive } from './parts/live.ts';
import { panelOptions } from './parts/panel.ts';
import { startRetention } from './parts/retention.ts';
import { openServerStore } from './parts/store.ts';
import { startTokenTrail } from './parts/token-trail.ts';
import { startServerWebhook } from './parts/webhook.ts';
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

/** Opens all that `aiwatch serve` runs. What was opened before something fails is closed again. */
export async function openServer(config: Config, options: OpenServerOptions): Promise<OpenServer> {
  const opened: Close[] = [];
  const close = () => closeAll(opened.splice(0).reverse());
  try {
    const parts = await openParts(config, options, part => opened.push(part));
    return { ...parts, close };
  } catch (error) {
    // What failed first says more than what fails because of it.
    await close().catch(() => {});
    throw error;
  }
}

type OnOpened = (close: Close) => void;

/** Opens the parts in the order in which they need each other; they are closed in the opposite one. */
async function openParts(
  config: Config,
  options: OpenServerOptions,
  onOpened: OnOpened,
): Promise<Omit<OpenServer, 'close'>> {
  const base = await openBase(config, options, onOpened);
  const keeping = await openKeeping(config, base, options.onNotice, onOpened);
  const live = startLive(config, base, keeping.store);
  onOpened(live.close);
  const { intake: ownIntake, spool } = await openWays(config, base, { ...keeping, live }, onOpened);
  const health = startServerHealth(config, {
    exporter: base.exporter,
    store: keeping.store,
    spool,
    auditCheck: keeping.auditCheck,
  });
  onOpened(health.close);
  live.showHealth(health.registry);
  const intake = health.watchIntake(ownIntake);
  const defaultSource = sourceOf(config);
  const app = await createServer({
    ...base.routes,
    health,
    prometheusUrl: config.bundle.prometheusUrl,
    applicationJob: config.bundle.applicationJob,
    onAlert: options.onAlert,
    trustProxy: config.server.trustProxy,
    panel: panelOptions(config, base.tokens, keeping.store.pool),
    store: {
      ...keeping.routes,
      keptDays: keptDaysOf(config),
      privacy: { ...keeping.routes.privacy, compactSpool: () => spool.compact() },
      alertmanager: alertmanagerOf(config),
    },
    events: { intake, defaultSource },
    live: liveRoutes(config, base, { live, intake, defaultSource }),
  });
  onOpened(() => app.close());
  return { app, access: base.exporter.access, storeDescription: keeping.description };
}

/** What retention leaves. */
function keptDaysOf(config: Config) {
  const events = retentionDaysOf(config);
  return { events, counts: Math.max(events, config.store.rollupRetentionDays) };
}

/** The Alertmanager to ask; undefined where none is configured. */
function alertmanagerOf({ alertmanager: { url, username, password } }: Config) {
  return url === undefined ? undefined : { url, username, password: password?.reveal() };
}

/** The log, the metrics, and who may do what. */
async function openBase(config: Config, { onNotice }: OpenServerOptions, onOpened: OnOpened) {
  const { dir, console: isOnConsole, ...logSizes } = config.log;
  const { logger, close } = await createLogger({
    dir: dir ?? undefined,
    ...logSizes,
    isOnConsole,
    onProblem: onNotice,
  });
  onOpened(close);
  const exporter = createExporter(config, {
    web: loadWebConfig(config.server.webConfigFile),
    requestLog: logger,
    // Whoever prints a notice says whose it is.
    logPrefix: '',
    log: (message, error) => {
      onNotice(`${message}: ${error instanceof Error ? error.message : String(error)}`);
      logger.error({ err: error }, message);
    },
  });
  onOpened(exporter.close);
  const { jwks, requestsPerMinute: rateLimits } = config.auth;
  const tokens = await openTokens({ keyFile: dataFolder(config).tokenKeys, jwks }, error =>
    logger.error({ err: error }, 'the keys of tokens cannot be read; those known stay'),
  );
  onOpened(tokens.close);
  const delivery = await openDeliveryStore({ dataDir: config.server.dataDir, onNotice });
  const access = { verify: tokens.verify, rateLimits, publicUrl: config.server.publicUrl };
  return { exporter, logger, tokens, routes: { exporter, logger, access, delivery } };
}

type Base = Awaited<ReturnType<typeof openBase>>;

/** The store, and what looks after it: consent, the signed audit trail, retention. */
async function openKeeping(
  config: Config,
  { exporter, logger, tokens }: Base,
  onNotice: OpenServerOptions['onNotice'],
  onOpened: OnOpened,
) {
  const onProblem = exporter.http.problem.log;
  const { store, description, close } = await openServerStore(config, { onNotice, onProblem });
  onOpened(close);
  const { upkeepPool: pool } = store;
  const { recorder, check: auditCheck } = watchAudit({
    recorder: createStoreUpkeepRecorder(exporter.registry, exporter.catalogue),
    checkpointIntervalMs: config.audit.checkpointInterval,
  });
  const consents = await watchConsents(pool, { onProblem });
  onOpened(consents.close);
  const onSigned = (line: string) => logger.info(line);
  const checkpoints = await startCheckpoints(config, { pool, recorder, onNotice: onSigned, onProblem });
  onOpened(checkpoints.stop);
  onOpened(startTokenTrail({ tokens, pool, onProblem }).stop);
  onOpened(startRetention(config, { store, recorder, onProblem }).stop);
  const aliases = createUserAliases(await loadHashKey(config));
  const privacy = { aliases, consents, sign: checkpoints.sign };
  return { store, description, consents, auditCheck, routes: { store, audit: checkpoints, privacy } };
}

/** The ways of events: into the store from the API and from the inbox, and out to the webhook. */
async function openWays(
  config: Config,
  { exporter }: Base,
  { store, consents, live }: Awaited<ReturnType<typeof openKeeping>> & { readonly live: ServerLive },
  onOpened: OnOpened,
) {
  const { registry, catalogue, http } = exporter;
  const pipeline = await openServerEvents(config, exporter, store, {
    consent: consents.policy,
    flushIntervalMs: live.flushIntervalMs,
  });
  onOpened(() => pipeline.close(DRAIN_DEADLINE_MS));
  const recorder = createEventFlowRecorder(registry, catalogue);
  onOpened(startInboxMover({ store, recorder, onProblem: http.problem.log }).stop);
  const webhook = startServerWebhook(config, exporter, store);
  if (webhook !== undefined) onOpened(webhook.close);
  return pipeline;
}
