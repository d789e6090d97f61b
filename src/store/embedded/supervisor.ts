import { setTimeout as sleep } from 'node:timers/promises';
import { AiwatchError } from '../../errors.ts';
import type { Postmaster } from './postmaster.ts';
import { startError } from './start-error.ts';

/** What the supervisor is given. */
export interface SupervisorOptions {
  /** Where it runs, for messages. */
  readonly where: string;
  /** Starts the server and resolves when it answers. Gives up, and leaves nothing behind, on the signal. */
  readonly run: (signal: AbortSignal) => Promise<Postmaster>;
  readonly onNotice: (line: string) => void;
  /** Told when the server died (STORE_SERVER_ENDED), and of every restart that failed. */
  readonly onProblem: (error: AiwatchError) => void;
}

/** Keeps a server running. */
export interface Supervisor {
  /** Process id; undefined while it does not run. */
  readonly pid: () => number | undefined;
  /** Stops it for good. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** A server that ran this long gets the first pause again when it dies. */
const HEALTHY_MS = 60_000;
/** How long a fast shutdown may take: it writes up to the whole of `max_wal_size`. */
const STOP_PATIENCE_MS = 30_000;

/** Runs the server and starts it again when it dies, with growing pauses. Throws what the first start throws. */
export async function supervise(options: SupervisorOptions): Promise<Supervisor> {
  const abort = new AbortController();
  let current: Postmaster | undefined = await options.run(abort.signal);
  const loop = async (): Promise<void> => {
    let pauseMs = FIRST_PAUSE_MS;
    while (current !== undefined) {
      const startMs = performance.now();
      const end = await current.ended;
      if (abort.signal.aborted) return;
      if (performance.now() - startMs > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
      reportEnd(options, current, end);
      current = undefined;
      [current, pauseMs] = await restart(options, abort.signal, pauseMs);
    }
  };
  const done = loop();
  return {
    pid: () => (current?.end() === undefined ? current?.pid : undefined),
    async stop() {
      abort.abort();
      await current?.stop(STOP_PATIENCE_MS);
      await done;
    },
  };
}

/** Tries until it runs or is not wanted any more. Returns it with the pause for the next time. */
async function restart(
  options: SupervisorOptions,
  signal: AbortSignal,
  firstPauseMs: number,
): Promise<[Postmaster | undefined, number]> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return [undefined, pauseMs];
    try {
      const postmaster = await options.run(signal);
      if (signal.aborted) await postmaster.stop(STOP_PATIENCE_MS);
      else options.onNotice(`PostgreSQL runs again (process ${postmaster.pid})`);
      return [signal.aborted ? undefined : postmaster, Math.min(2 * pauseMs, LONGEST_PAUSE_MS)];
    } catch (error) {
      if (!signal.aborted) options.onProblem(startError(options.where, error));
    }
  }
}

function reportEnd({ where, onProblem }: SupervisorOptions, postmaster: Postmaster, end: string): void {
  const excerpt = postmaster.output();
  onProblem(
    new AiwatchError('STORE_SERVER_ENDED', { where, found: `its end (${end})`, ...(excerpt && { excerpt }) }),
  );
}
