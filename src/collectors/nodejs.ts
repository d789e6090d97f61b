import type { Catalogue } from '../catalogue/index.ts';
import type { Collector, Registry } from '../metrics/index.ts';
import { createEventLoopDelay, createEventLoopTime } from './nodejs/event-loop.ts';
import { createGarbageCollection } from './nodejs/garbage-collection.ts';
import { createHeap } from './nodejs/heap.ts';
import { createActiveResources } from './nodejs/resources.ts';

export interface NodejsCollectorOptions {
  /** How often the delay of the event loop is looked at. @default 20 */
  readonly eventLoopDelayIntervalMs?: number | undefined;
}

/** 50 looks a second find every delay that people notice, for some 0.3 % of a CPU: what any timer of 20 ms costs. */
const DEFAULT_EVENT_LOOP_DELAY_INTERVAL_MS = 20;

/** Node.js and V8, seen from inside. Its timer and its observer run until `close`, and keep no process alive. */
export function createNodejsCollector(
  registry: Registry,
  catalogue: Catalogue,
  options: NodejsCollectorOptions = {},
): Collector {
  const intervalMs = options.eventLoopDelayIntervalMs ?? DEFAULT_EVENT_LOOP_DELAY_INTERVAL_MS;
  const info = registry.info(catalogue.nodejs.info, { node_version: process.version });
  const delay = createEventLoopDelay(registry, catalogue, intervalMs);
  const garbageCollection = createGarbageCollection(registry, catalogue);
  const sources = [
    createHeap(registry, catalogue),
    createEventLoopTime(registry, catalogue),
    createActiveResources(registry, catalogue),
    delay,
    garbageCollection,
  ];
  return {
    name: 'nodejs',
    metrics: [info, ...sources.flatMap(({ metrics }) => metrics)],
    collect: () => {
      for (const source of sources) source.read();
    },
    close: () => {
      delay.close();
      garbageCollection.close();
    },
  };
}
