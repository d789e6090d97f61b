import { setTimeout as sleep } from 'node:timers/promises';

/** Longest that a timer waits; a demo without an end is stopped by a signal before. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Calls `tick` again and again until the time is over or the process gets SIGINT or SIGTERM.
 * @param durationSeconds 0 for no end
 */
export async function runFor(
  durationSeconds: number,
  intervalMs: number,
  tick: () => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, onSignal);
  const endMs = performance.now() + (durationSeconds === 0 ? LONGEST_MS : durationSeconds * 1000);
  while (!stop.signal.aborted && performance.now() < endMs) {
    const waitMs = Math.min(intervalMs, Math.max(0, endMs - performance.now()));
    await sleep(waitMs, undefined, { signal: stop.signal }).catch(() => {});
    if (!stop.signal.aborted) await tick();
  }
  for (const signal of signals) process.off(signal, onSignal);
}
