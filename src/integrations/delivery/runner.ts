import type { Breaker } from './breaker.ts';
import type { Delivery, Lane, Lanes } from './lanes.ts';

export interface RunnerOptions<D extends Delivery> {
  readonly lanes: Lanes<D>;
  readonly breaker: Breaker;
  /** Lanes that are worked on at once; one while the breaker is open. */
  readonly concurrency: number;
  /** Tries the first of a lane, and shifts the lane, or asks for it again by `retryLater`. Never rejects. */
  readonly deliver: (lane: Lane<D>, signal: AbortSignal) => Promise<void>;
}

/** Takes lanes as they are ready, as far as breaker and concurrency allow. */
export interface Runner<D extends Delivery> {
  /** Something is ready. */
  pump(): void;
  /** Has a lane tried again after a pause. */
  retryLater(lane: Lane<D>, pauseMs: number): void;
  /** Aborts what runs, and waits for its end. */
  close(): Promise<void>;
  readonly signal: AbortSignal;
}

export function createRunner<D extends Delivery>(options: RunnerOptions<D>): Runner<D> {
  const { lanes, breaker, concurrency, deliver } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let isPausing = false;

  const later = (durationMs: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, durationMs);
    timers.add(timer);
  };
  const pause = (durationMs: number): void => {
    isPausing = true;
    later(durationMs, () => {
      isPausing = false;
      pump();
    });
  };
  const start = (lane: Lane<D>): void => {
    const run = deliver(lane, signal).finally(() => {
      running.delete(run);
      pump();
    });
    running.add(run);
  };
  const pump = (): void => {
    while (!signal.aborted && !isPausing && running.size < (breaker.isOpen ? 1 : concurrency)) {
      const waitMs = breaker.waitMs();
      const lane = waitMs > 0 ? undefined : lanes.take();
      if (waitMs > 0) pause(waitMs);
      if (lane === undefined) return;
      start(lane);
    }
  };
  return {
    signal,
    pump,
    retryLater: (lane, pauseMs) =>
      later(pauseMs, () => {
        lanes.ready(lane);
        pump();
      }),
    close: async () => {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
