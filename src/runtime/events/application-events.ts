import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Catalogue } from '../../catalogue/index.ts';
import type { Config } from '../../config/index.ts';
import type { ConsentPolicy, EventSink } from '../../events/index.ts';
import type { Registry } from '../../metrics/index.ts';
import { createEventFlowRecorder, type ProblemRecorder } from '../../recorders/index.ts';
import { keepAdopting } from '../../spool/index.ts';
import { loadHashKey } from '../hash-key.ts';
import { acceptanceOf } from './acceptance-of.ts';
import { createApplicationSink } from './application-sink.ts';
import type { Destination } from './delivery.ts';
import { createInboxDestination } from './inbox-destination.ts';
import { type EventPipeline, openPipeline } from './pipeline.ts';
import { createReopening } from './reopening.ts';
import { createServerDestination } from './server-destination.ts';
import { sourceOf } from './source-of.ts';

export interface ApplicationEventsOptions {
  readonly config: Config;
  /** Name of the application. */
  readonly application: string;
  readonly registry: Registry;
  readonly catalogue: Catalogue;
  readonly problem: Pick<ProblemRecorder, 'log'>;
  readonly consent?: ConsentPolicy | undefined;
}

/** The events of an application, on their way to where the configuration says. */
export interface ApplicationEvents extends EventSink {
  /** Delivers what waits, as long as there is time; the rest stays in the spool, for the next process. */
  close(): Promise<void>;
}

const CLOSE_DEADLINE_MS = 5000;
/** Until a spool that could not be opened is tried again; what comes meanwhile is counted as refused. */
const REOPEN_MS = 30_000;

/**
 * Opens the spool of this process and begins to deliver. @returns undefined where the configuration names no
 * destination: then no events are made at all.
 */
export function openApplicationEvents(options: ApplicationEventsOptions): ApplicationEvents | undefined {
  const { config, application, registry, catalogue, problem } = options;
  const recorder = createEventFlowRecorder(registry, catalogue);
  const destination = createDestination(config, problem);
  if (destination === undefined) return undefined;
  const pipeline = createReopening({
    open: () => openOwnPipeline(options, destination, recorder),
    onProblem: error => problem.log('the spool of events', error),
    retryMs: REOPEN_MS,
  });
  const intake = async () => (await pipeline.get()).intake;
  const source = sourceOf(config, application);
  const sink = createApplicationSink({ intake, source, recorder, problem });
  return {
    emit: sink.emit,
    close: async () => {
      await sink.flush();
      await pipeline.last().then(
        opened => opened.close(CLOSE_DEADLINE_MS),
        () => destination.close(),
      );
    },
  };
}

function createDestination(
  { events }: Config,
  problem: ApplicationEventsOptions['problem'],
): Destination | undefined {
  const databaseUrl = events.databaseUrl?.reveal();
  if (databaseUrl !== undefined) return createInboxDestination({ connectionString: databaseUrl });
  if (events.serverUrl === undefined) return undefined;
  return createServerDestination({
    url: events.serverUrl,
    token: events.token?.reveal(),
    // Without the number, which would make each a kind of its own; the metrics have it.
    onRefused: (_count, example) => problem.log('the aiwatch server', `refused events: ${example}`),
  });
}

/** Each process has a folder of its own; those of the application's processes that are gone are emptied into it. */
async function openOwnPipeline(
  options: ApplicationEventsOptions,
  destination: Destination,
  recorder: ReturnType<typeof createEventFlowRecorder>,
): Promise<EventPipeline> {
  const { config, problem, consent } = options;
  const parentDir = spoolsDirOf(options);
  const pipeline = await openPipeline({
    acceptance: acceptanceOf(config, await loadHashKey(config), consent),
    destination,
    recorder,
    problem,
    spoolDir: join(parentDir, `${process.pid}-${randomUUID().slice(0, 8)}`),
    spoolMaxBytes: config.events.spoolMaxBytes,
    batchSize: config.events.batchSize,
    flushIntervalMs: config.events.flushInterval,
  });
  const endAdopting = keepAdopting(parentDir, pipeline.spool, problem.log);
  const close = (deadlineMs: number) => {
    endAdopting();
    return pipeline.close(deadlineMs);
  };
  return { ...pipeline, close };
}

/** Of this application alone: others on the same data folder deliver with tokens of their own. */
function spoolsDirOf({ config, application }: ApplicationEventsOptions): string {
  const spoolsDir = config.events.spoolDir ?? join(config.server.dataDir, 'spools');
  return join(spoolsDir, encodeURIComponent(application));
}
