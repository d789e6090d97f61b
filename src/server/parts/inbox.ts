import { setTimeout as sleep } from 'node:timers/promises';
import type { EventFlowRecorder } from '../../recorders/index.ts';
import { emptyInbox, type Store } from '../../store/index.ts';

export interface InboxMoverOptions {
  readonly store: Store;
  readonly recorder: EventFlowRecorder;
  readonly onProblem: (where: string, error: unknown) => void;
}

export interface InboxMover {
  stop(): Promise<void>;
}

/** How often is looked for what applications have put there; a full batch is followed by the next at once. */
const INTERVAL_MS = 500;
const RETRY_MS = 5000;
const BATCH_SIZE = 200;
/** What a slow database has not finished by then is rolled back, and stays in the inbox. */
const STOP_DEADLINE_MS = 1000;

/** Stores what applications put into the inbox of the database, until it is stopped. */
export function startInboxMover({ store, recorder, onProblem }: InboxMoverOptions): InboxMover {
  const stopping = new AbortController();
  const wait = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});
  let isPrepared = true;
  const moveBatch = async (): Promise<void> => {
    // After a failure the database may be an empty one.
    if (!isPrepared) await store.migrate();
    isPrepared = true;
    const startMs = performance.now();
    const { taken, isFull, stored, skipped, refused } = await emptyInbox(store.upkeepPool, store, BATCH_SIZE);
    const durationSeconds = (performance.now() - startMs) / 1000;
    if (taken > 0) recorder.stored({ stored, duplicates: skipped, deadLetters: refused, durationSeconds });
    if (!isFull) await wait(INTERVAL_MS);
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await moveBatch();
      } catch (error) {
        isPrepared = false;
        if (!stopping.signal.aborted) onProblem('emptying the inbox', error);
        await wait(RETRY_MS);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([running, sleep(STOP_DEADLINE_MS, undefined, { ref: false })]);
    },
  };
}
