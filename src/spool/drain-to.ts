import { setTimeout as sleep } from 'node:timers/promises';
import type { NextOptions, Spool } from './spool.ts';
import type { ProblemListener } from './spool-state.ts';

/** Takes a batch; resolves when it has it for good, rejects when it is to be offered again. */
export type SpoolTarget = (records: readonly Uint8Array[]) => Promise<void>;

/** How a spool is drained. */
export interface DrainOptions extends NextOptions {
  /** The first wait after a failure; it doubles with each further one. @default 100 */
  readonly minBackoffMs?: number;
  /** @default 30,000 */
  readonly maxBackoffMs?: number;
  /** Told of each failure. @default nobody */
  readonly onProblem?: ProblemListener;
}

/**
 * Hands batch after batch to the target, each until the target has it, in order and at least once. Ends when the signal
 * says so or the spool is closed; a batch that the target had not taken by then comes again.
 */
export async function drainTo(spool: Spool, target: SpoolTarget, options: DrainOptions = {}): Promise<void> {
  for (;;) {
    const batch = await persist(() => spool.next(options), options);
    if (batch === undefined) break;
    const isTaken = await persist(async () => {
      await target(batch.records);
      return true;
    }, options);
    if (isTaken !== true) break;
    spool.commit(batch.position);
  }
  await spool.rewind();
}

/** Tries until it works; undefined when the signal ends that. */
async function persist<T>(attempt: () => Promise<T>, options: DrainOptions): Promise<T | undefined> {
  const { signal, minBackoffMs = 100, maxBackoffMs = 30_000, onProblem } = options;
  for (let failures = 0; !signal?.aborted; failures++) {
    try {
      return await attempt();
    } catch (error) {
      onProblem?.('draining the spool', error);
    }
    const backoffMs = Math.min(maxBackoffMs, minBackoffMs * 2 ** failures);
    // Between half and all of it, so that several processes do not come back at the same moment.
    await sleep(backoffMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
  }
  return undefined;
}
