import type * as nodeFs from 'node:fs/promises';
import type { Server } from 'node:http';
import type { FastifyPluginCallback } from 'fastify';
import type { Catalogue } from './catalogue/index.ts';
import { type SystemSampleOptions, startSystemSamples } from './collectors/index.ts';
import { type Config, checkOptionNames, loadConfig } from './config/index.ts';
import { type ActivityContext, type ConsentPolicy, currentContext, runInContext } from './events/index.ts';
import {
  createHealthHandler,
  createHealthRegistry,
  type HealthHandler,
  type HealthRegistry,
} from './health/index.ts';
import type {
  ExpressMiddleware,
  FastifyHookOptions,
  Git,
  NodeServerHookOptions,
  ObserveAiCall,
  ObserveQueue,
  ObserveTool,
  ObserveVersion,
  RecordError,
  RecordEvent,
  RecordMessage,
  SessionTracker,
} from './hooks/index.ts';
import type { MetricsHandler, PromRegistry, Registry } from './metrics/index.ts';
import {
  type AiCallRecorder,
  createHealthRecorder,
  type DevelopmentRecorder,
  type FileOperationRecorder,
  type ProblemRecorder,
} from './recorders/index.ts';
import { createHooks, type HookSettings, type RepositoryOptions } from './runtime/application-hooks.ts';
import { closeAll } from './runtime/close-all.ts';
import { type ApplicationEvents, openApplicationEvents } from './runtime/events/index.ts';
import {
  createExporter,
  type Exporter,
  type ExporterOptions,
  type ServerExporterOptions,
} from './runtime/exporter.ts';

export { type Close, closeAll } from './runtime/close-all.ts';
export {
  acceptanceOf,
  createStoreDestination,
  type EventPipeline,
  type Intake,
  openPipeline,
  retentionDaysOf,
  sourceOf,
} from './runtime/events/index.ts';
export { loadHashKey } from './runtime/hash-key.ts';
export { type AppLog, createLogger, type LogConfig } from './runtime/logging/index.ts';
export { createExporter, type Exporter };

export interface MonitoringOptions extends ExporterOptions, HookSettings {
  /** @default what `loadConfig()` finds in aiwatch.yml and the environment */
  readonly config?: Config;
  /** Events with the state of the host and of the application's queue; false makes none. @default every 30 s */
  readonly systemSamples?: SystemSampleOptions | false;
  /** What a user has answered: no events are made of one who refused. @default nobody has */
  readonly consent?: ConsentPolicy;
}

/** What `createMonitoring` reads. */
const OPTION_NAMES = {
  application: true,
  config: true,
  consent: true,
  events: true,
  identify: true,
  isOpen: true,
  log: true,
  prices: true,
  requestLog: true,
  resolveApiKey: true,
  respectDnt: true,
  sessions: { timeoutMs: true },
  systemSamples: { intervalMs: true, queueLength: true, activeRequests: true },
} as const satisfies Record<keyof MonitoringOptions, unknown>;

/** Health checks of an application: by name, run on a schedule and on demand, and shown as metrics. */
export interface MonitoringHealth extends Omit<HealthRegistry, 'close'> {
  /** Answers 200 or 503 in any HTTP server, without details. */
  readonly handler: HealthHandler;
}

/** Everything an application needs to be measured. Nothing is observed before one of the hooks is used. */
export interface Monitoring {
  /** Makes metrics of the application's own, and takes collectors and prom-client registries in. */
  readonly registry: Registry;
  readonly catalogue: Catalogue;
  /** Fastify plugin: observes all routes and serves `/metrics`. */
  readonly fastify: FastifyPluginCallback<FastifyHookOptions>;
  /** Express middleware, to be used before all others. */
  express(): ExpressMiddleware;
  /** Observes a `node:http` server. @returns takes the hook off */
  instrumentServer(server: Server, options?: NodeServerHookOptions): () => void;
  /** Answers scrapes in any HTTP server. */
  readonly metricsHandler: MetricsHandler;
  readonly observeAiCall: ObserveAiCall;
  /** Records calls to models that go another way: `begin` and then, once, `record`. */
  readonly aiCalls: AiCallRecorder;
  readonly observeTool: ObserveTool;
  readonly observeQueue: ObserveQueue;
  readonly observeVersion: ObserveVersion;
  /** A git command line for one repository. */
  createGit(options: RepositoryOptions): Git;
  readonly sessions: SessionTracker;
  /** `node:fs/promises`, measured. */
  readonly fs: typeof nodeFs;
  instrumentFs(fs: typeof nodeFs): typeof nodeFs;
  /** Records file operations that go another way. */
  readonly files: FileOperationRecorder;
  readonly development: DevelopmentRecorder;
  /** Makes an event of an error that the application caught. */
  readonly recordError: RecordError;
  /** Measures a message of a bot's user, and makes an event of it. */
  readonly recordMessage: RecordMessage;
  /** Makes an event of the application's own. */
  readonly recordEvent: RecordEvent;
  readonly health: MonitoringHealth;
  /** Who does what is running now: user, session, request and trace, as far as they are known. */
  currentContext(): ActivityContext | undefined;
  runInContext<T>(context: ActivityContext, run: () => T): T;
  /** Shows these metrics in a prom-client registry too. @returns takes them out again */
  bridgeTo(registry: PromRegistry): () => void;
  /** Stops timers and collectors; what has been measured can still be read. */
  close(): Promise<void>;
}

/** Sets aiwatch up inside an application. Throws CONFIG_… where options or configuration are wrong, and nothing later. */
export function createMonitoring(options: MonitoringOptions = {}): Monitoring {
  checkOptionNames('createMonitoring', options, OPTION_NAMES);
  const config = options.config ?? loadConfig();
  let applicationEvents: ApplicationEvents | undefined;
  const openEvents: ServerExporterOptions['openEvents'] = parts => {
    const application = options.application ?? config.application.name;
    applicationEvents = openApplicationEvents({ ...parts, config, application, consent: options.consent });
    return applicationEvents;
  };
  const {
    http,
    events,
    close: closeExporter,
    access: _access,
    tls: _tls,
    ...exporter
  } = createExporter(config, { ...options, openEvents });
  const base = [() => applicationEvents?.close(), closeExporter];
  try {
    const hooks = createHooks({ ...exporter, http, events }, options);
    const stopSamples = startSamples({ events, problem: http.problem }, options.systemSamples);
    const { close: closeHealth, ...health } = createHealth({ ...exporter, http });
    const close = () => closeAll([stopSamples, closeHealth, hooks.sessions.close, ...base]);
    return { ...exporter, ...hooks, health, currentContext, runInContext, close };
  } catch (error) {
    // A setting of a hook was wrong: nothing of what was made before may go on.
    closeAll(base).catch(problem => http.problem.log('closing what was opened', problem));
    throw error;
  }
}

function startSamples(
  { events, problem }: Pick<Exporter, 'events'> & { readonly problem: ProblemRecorder },
  options: MonitoringOptions['systemSamples'],
): () => void {
  if (events === undefined || options === false) return () => {};
  return startSystemSamples({ events, problem }, options);
}

function createHealth({ registry, catalogue, http }: Pick<Exporter, 'registry' | 'catalogue' | 'http'>) {
  const recorder = createHealthRecorder(registry, catalogue);
  const health = createHealthRegistry({ recorder, onProblem: http.problem.log });
  return { ...health, handler: createHealthHandler(health) };
}
