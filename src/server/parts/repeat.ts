import { setTimeout as sleep } from 'node:timers/promises';

/** Work that is done again and again. */
export interface Repetition {
  /** Waits for the run under way, two seconds at the most, and ends. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  readonly intervalMs: number;
  /** Pause after a run that failed. */
  readonly retryMs: number;
  readonly onProblem: (error: unknown) => void;
}

/** A run that hangs, on a database that does not answer, does not keep the server from its end. */
const STOP_DEADLINE_MS = 2000;
/** The longest that a timer of Node.js waits. */
const MAX_WAIT_MS = 2 ** 31 - 1;

/** Runs something at once and then at each interval, one after another, until it is stopped; the signal tells a run that it is. */
export function repeat(run: (signal: AbortSignal) => Promise<unknown>, options: RepeatOptions): Repetition {
  const stopping = new AbortController();
  const { signal } = stopping;
  const wait = (ms: number) => sleep(Math.min(ms, MAX_WAIT_MS), undefined, { signal }).catch(() => {});
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await run(signal);
        await wait(options.intervalMs);
      } catch (error) {
        options.onProblem(error);
        await wait(Math.min(options.retryMs, options.intervalMs));
      }
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([running, sleep(STOP_DEADLINE_MS, undefined, { ref: false })]);
    },
  };
}
