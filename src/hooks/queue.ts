import type { Catalogue } from '../catalogue/index.ts';
import { AiwatchError, describe } from '../errors.ts';
import type { GaugeSeries, Registry } from '../metrics/index.ts';
import type { ProblemRecorder } from '../recorders/index.ts';

/** A queue of the application. The functions are called at every scrape: they only look. */
export interface QueueSource {
  /** Label `queue` of its metrics. */
  readonly name: string;
  /** How many requests wait. */
  length(): number;
  /** How many requests are being worked on. @default not shown */
  active?(): number;
}

/** Shows a queue in the metrics. Throws HOOK_TARGET_INVALID for a name that is taken. @returns takes it off */
export type ObserveQueue = (queue: QueueSource) => () => void;

export interface QueueHookOptions {
  readonly registry: Registry;
  readonly catalogue: Catalogue;
  readonly problem: ProblemRecorder;
}

/** One number of a queue, and where it is shown. */
interface Reading {
  readonly series: GaugeSeries;
  readonly read: () => number;
}

/**
 * Makes the hook for queues: one collector that reads them all. What cannot be read is left out of that scrape, and
 * counts as a problem of the hook; the other queues are shown.
 */
export function createQueueHook({ registry, catalogue, problem }: QueueHookOptions): ObserveQueue {
  const length = registry.gauge(catalogue.queue.length);
  const active = registry.gauge(catalogue.queue.active);
  const queues = new Map<string, readonly Reading[]>();
  const update = problem.guard('queue', ({ series, read }: Reading) => {
    series.unset();
    series.set(read());
  });
  const collector = {
    name: 'queues',
    metrics: [length, active],
    collect: () => [...queues.values()].flat().forEach(update),
  };
  let isCollected = false;

  return queue => {
    const { name } = checkQueue(queue, queues);
    if (!isCollected) registry.addCollector(collector);
    isCollected = true;
    const readings = [{ series: length.with({ queue: name }), read: queue.length.bind(queue) }];
    if (queue.active !== undefined) {
      readings.push({ series: active.with({ queue: name }), read: queue.active.bind(queue) });
    }
    queues.set(name, readings);
    return () => {
      if (queues.get(name) !== readings) return;
      queues.delete(name);
      for (const { series } of readings) series.unset();
    };
  };
}

function checkQueue(queue: QueueSource, queues: ReadonlyMap<string, unknown>): QueueSource {
  const { name, length } = queue;
  const where = 'observeQueue()';
  if (typeof name !== 'string' || name === '' || queues.has(name)) {
    const expected = 'a name that no other queue has';
    throw new AiwatchError('HOOK_TARGET_INVALID', { where, expected, found: describe(name) });
  }
  if (typeof length !== 'function') {
    const expected = `a function that tells the length of ${name}`;
    throw new AiwatchError('HOOK_TARGET_INVALID', { where, expected, found: describe(length) });
  }
  return queue;
}
