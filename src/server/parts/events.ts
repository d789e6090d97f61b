import type { Config } from '../../config/index.ts';
import type { ConsentPolicy } from '../../events/index.ts';
import { createEventFlowRecorder } from '../../recorders/index.ts';
import {
  acceptanceOf,
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
  return openPipeline({
    acceptance: acceptanceOf(config, await loadHashKey(config), consent),
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
