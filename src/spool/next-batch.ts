import { AiwatchError } from '../errors.ts';
import {
  type BatchBounds,
  type BatchReader,
  createDraft,
  type Draft,
  type SpoolBatch,
} from './batch-reader.ts';
import type { NextOptions } from './spool.ts';
import type { SpoolState } from './spool-state.ts';
import type { WakeUp } from './wake-up.ts';

const BATCH_BOUNDS = { maxRecords: 1_000, maxBytes: 4 * 2 ** 20 } as const;

/** What was read before the disk failed is given out; the failure comes again with the next call. */
async function fillOrFail(reader: BatchReader, draft: Draft, bounds: BatchBounds): Promise<boolean> {
  try {
    return await reader.fill(draft, bounds);
  } catch (error) {
    if (draft.records.length === 0) throw error;
    return true;
  }
}

/** The one who reads: waits until there is something, and for a while until the batch is full. */
export function createNext(state: SpoolState, reader: BatchReader, wakeUp: WakeUp) {
  let running: Promise<SpoolBatch | undefined> | undefined;
  const read = async (options: NextOptions): Promise<SpoolBatch | undefined> => {
    const { lingerMs = 0, signal } = options;
    const bounds = { ...BATCH_BOUNDS, ...options };
    const draft = createDraft();
    let untilMs: number | undefined;
    const restMs = () => (untilMs === undefined ? undefined : untilMs - performance.now());
    const isOver = () => state.isClosed || signal?.aborted === true || (restMs() ?? 1) <= 0;
    // Every append wakes; while more is waited for, to read each by itself would be a read for nothing.
    const isEnough = () =>
      untilMs === undefined || state.durableSeq - draft.position >= bounds.maxRecords - draft.records.length;
    while (!state.isClosed) {
      const isFull = await fillOrFail(reader, draft, bounds);
      if (draft.records.length > 0) untilMs ??= performance.now() + msOf(lingerMs, draft);
      if (isFull || isOver()) break;
      do await wakeUp.wait(signal, restMs());
      while (!isOver() && !isEnough());
    }
    return draft.records.length > 0 ? reader.giveOut(draft) : undefined;
  };
  return {
    next: (options: NextOptions = {}) => {
      if (running !== undefined) return Promise.reject(secondReader(state));
      running = read(options).finally(() => {
        running = undefined;
      });
      return running;
    },
    settled: async () => {
      await running?.catch(() => {});
    },
  };
}

function msOf(lingerMs: number | ((records: number) => number), { records }: Draft): number {
  return typeof lingerMs === 'number' ? lingerMs : lingerMs(records.length);
}

function secondReader({ config }: SpoolState): AiwatchError {
  return new AiwatchError('SPOOL_BUSY', {
    where: `spool ${config.dir}`,
    expected: 'one reader at a time',
    found: 'a second one',
  });
}
