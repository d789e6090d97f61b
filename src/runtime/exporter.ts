import type { FastifyPluginCallback } from 'fastify';
import { buildCatalogue, type Catalogue } from '../catalogue/index.ts';
import { createRuntimeCollectors } from '../collectors/index.ts';
import { buildSessionPrefix, type Config, type WebConfig } from '../config/index.ts';
import { type ContextSink, createContextSink, type EventSink } from '../events/index.ts';
import {
  createFastifyPlugin,
  type FastifyHookOptions,
  type HttpHookOptions,
  type Identify,
  type RequestLogger,
  type ResolveApiKey,
} from '../hooks/index.ts';
import {
  bridgeToPromClient,
  createMetricsHandler,
  createPasswordCheck,
  createRegistry,
  createScraper,
  type MetricsHandler,
  type PromRegistry,
  type Registry,
  type ScrapeAccess,
} from '../metrics/index.ts';
import { createHttpRequestRecorder, createProblemRecorder, type ProblemLog } from '../recorders/index.ts';
import { VERSION } from '../version.ts';

export interface ExporterOptions {
  /**
   * Name of the application; its session metrics begin with it. Better set in aiwatch.yml, which `aiwatch generate`
   * reads too. @default `application.name` of the configuration
   */
  readonly application?: string;
  /** Says who sends an HTTP request; synchronous. */
  readonly identify?: Identify;
  /** Finds the id of an API key (`X-API-Key`) for the log of requests; the request does not wait for it. */
  readonly resolveApiKey?: ResolveApiKey;
  /**
   * Logs each request at its start and end, and puts `X-Request-ID` and `X-Process-Time` on responses: pino, the log of
   * Fastify, or anything that takes fields and a message. @default requests are not logged
   */
  readonly requestLog?: RequestLogger;
  /** Takes the events of what is observed. @default none are made */
  readonly events?: EventSink;
  /** Make no events of what users do who ask not to be tracked (`DNT: 1`, `Sec-GPC: 1`). @default true */
  readonly respectDnt?: boolean;
  /** Told of failures inside aiwatch, once for each kind. @default console.warn */
  readonly log?: ProblemLog;
  /** Serve the metrics to whoever asks, also off loopback and without a token. @default false */
  readonly isOpen?: boolean;
}

/** What the aiwatch server has beyond that: a listener of its own. */
export interface ServerExporterOptions extends ExporterOptions {
  /** Who may scrape by user and password, and TLS. @default no users, plain HTTP */
  readonly web?: WebConfig;
  /** What stands in front of each message for `log`. @default 'aiwatch: ' */
  readonly logPrefix?: string;
  /** Makes the sink of the events, where none was passed: it needs what the exporter makes. */
  readonly openEvents?: (
    exporter: Pick<Exporter, 'registry' | 'catalogue'> & Pick<HttpHookOptions, 'problem'>,
  ) => EventSink | undefined;
}

/** Plain HTTP without users: what an application has, whatever the aiwatch server's file says. */
const NO_WEB_CONFIG: WebConfig = { tls: undefined, users: {} };

/** A process that shows its metrics: a registry with the runtime's own, `/metrics`, and the HTTP hook. */
export interface Exporter {
  readonly registry: Registry;
  readonly catalogue: Catalogue;
  /** Takes the events of the hooks; undefined where none are made. */
  readonly events: ContextSink | undefined;
  /** What the HTTP hooks need. */
  readonly http: HttpHookOptions;
  readonly fastify: FastifyPluginCallback<FastifyHookOptions>;
  readonly metricsHandler: MetricsHandler;
  /** Who may scrape. */
  readonly access: ScrapeAccess;
  /** TLS of the aiwatch server; undefined for plain HTTP. */
  readonly tls: WebConfig['tls'];
  bridgeTo(registry: PromRegistry): () => void;
  close(): void;
}

/** Asked for by machines all day; an event of each would bury what people do. */
const QUIET_ROUTES = ['/metrics', '/health', '/health/live', '/health/ready'];

function createAccess(config: Config, { users }: WebConfig, isOpen = false): ScrapeAccess {
  const hasUsers = Object.keys(users).length > 0;
  return {
    token: config.metrics.token?.reveal(),
    checkPassword: hasUsers ? createPasswordCheck(users) : undefined,
    isOpen,
  };
}

/** Makes what an application and the aiwatch server have in common. */
export function createExporter(config: Config, options: ServerExporterOptions = {}): Exporter {
  const { web = NO_WEB_CONFIG, logPrefix = 'aiwatch: ' } = options;
  const access = createAccess(config, web, options.isOpen);
  const catalogue = buildCatalogue(buildSessionPrefix(options.application ?? config.application.name));
  const registry = createRegistry({
    maxSeriesPerMetric: config.metrics.maxSeriesPerMetric,
    constantLabels: config.application.labels,
    onProblem: (where, error) => problem.log(where, error),
  });
  const log = options.log ?? ((message: string, error: unknown) => console.warn(message, error));
  const problem = createProblemRecorder(registry, (message, error) => log(`${logPrefix}${message}`, error));
  registry.info(catalogue.self.buildInfo, { version: VERSION });
  const { memoryLimitBytes, collectorTimeoutMs, path } = config.metrics;
  for (const collector of createRuntimeCollectors(registry, catalogue, { memoryLimitBytes })) {
    registry.addCollector(collector);
  }
  const scraper = createScraper(registry, { collectorTimeoutMs });
  const metricsHandler = createMetricsHandler(scraper, access);
  const sink = options.events ?? options.openEvents?.({ registry, catalogue, problem });
  const respectDnt = options.respectDnt ?? config.privacy.respectDnt;
  const events = sink && createContextSink(sink, { respectDnt });
  const quietRoutes = [...QUIET_ROUTES, path];
  const http = {
    recorder: createHttpRequestRecorder(registry, catalogue, { events, quietRoutes }),
    problem,
    identify: options.identify,
    resolveApiKey: options.resolveApiKey,
    requestLog: options.requestLog,
  };
  return {
    registry,
    catalogue,
    events,
    http,
    metricsHandler,
    access,
    tls: web.tls,
    fastify: createFastifyPlugin({ ...http, metricsHandler, metricsPath: path }),
    bridgeTo: target => bridgeToPromClient(registry, target, () => scraper.refresh()),
    close: () => registry.close(),
  };
}
