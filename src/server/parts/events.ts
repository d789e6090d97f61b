import { hostname } from 'node:os';
import type { Config } from '../../config/index.ts';
import { type ConsentPolicy, createAcceptance, type EventSource } from '../../events/index.ts';
import { createEventFlowRecorder } from '../../recorders/index.ts';
import {
  createStoreDestination,
  type EventPipeline,
  type Exporter,
  loadHashKey,
  openPipeline,
} from '../../runtime.ts';
import type { Store } from '../../store/index.ts';
import { dataFolder } from '../data-folder.ts';

/** Batches that are inserted side by side: what one prepares while another waits for the disk. */
const CONCURRENT_BATCHES = 3;

/** What is said of events whose sender says nothing. */
export function serverSource({ application }: Config): EventSource {
  const instance = application.instance ?? `${hostname()}-${process.pid}`;
  return { application: application.name, environment: application.environment, instance };
}

/** The shorter of both settings. */
export function retentionDaysOf({ store, privacy }: Config): number {
  return Math.min(store.retentionDays, privacy.dataRetentionDays ?? store.retentionDays);
}

export interface ServerEventsOptions {
  readonly consent: ConsentPolicy | undefined;
  /** How long events wait for others before they are stored, in ms; asked for each batch, which begins with so many. */
  readonly flushIntervalMs: (events: number) => number;
}

/** Opens the way of events into the store: acceptance, spool, delivery. */
export async function openServerEvents(
  config: Config,
  { registry, catalogue, http }: Exporter,
  store: Store,
  { consent, flushIntervalMs }: ServerEventsOptions,
): Promise<EventPipeline> {
  const { custom, ...rates } = config.events.sampling;
  const acceptance = createAcceptance({
    privacy: { ...config.privacy, hashKey: await loadHashKey(config) },
    sampling: { rates, defaultRate: custom },
    retentionDays: retentionDaysOf(config),
    consent,
  });
  return openPipeline({
    acceptance,
    destination: createStoreDestination(store),
    recorder: createEventFlowRecorder(registry, catalogue),
    problem: http.problem,
    spoolDir: dataFolder(config).spool,
    spoolMaxBytes: config.events.spoolMaxBytes,
    batchSize: config.events.batchSize,
    flushIntervalMs,
    concurrency: CONCURRENT_BATCHES,
  });
}
