import { AiwatchError, describe } from '../errors.ts';
import type { ProblemRecorder, QueueReading, QueueRecorder } from '../recorders/index.ts';

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
  readonly recorder: QueueRecorder;
  readonly problem: ProblemRecorder;
}

/**
 * Makes the hook for queues. What cannot be read is left out of that scrape, and counts as a problem of the hook; the
 * other queues are shown.
 */
export function createQueueHook({ recorder, problem }: QueueHookOptions): ObserveQueue {
  const queues = new Map<string, readonly QueueReading[]>();
  const record = problem.guard('queue', recorder.record);
  let isCollected = false;

  return queue => {
    const { name } = checkQueue(queue, queues);
    if (!isCollected) recorder.collect(() => [...queues.values()].flat().forEach(record));
    isCollected = true;
    const readings = listReadings(queue);
    queues.set(name, readings);
    return () => {
      if (queues.get(name) !== readings) return;
      queues.delete(name);
      readings.forEach(recorder.remove);
    };
  };
}

function listReadings(source: QueueSource): readonly QueueReading[] {
  const { name: queue, active } = source;
  return [
    { queue, metric: 'length', read: source.length.bind(source) },
    ...(active === undefined ? [] : [{ queue, metric: 'active' as const, read: active.bind(source) }]),
  ];
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
