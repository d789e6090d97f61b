import { setTimeout as sleep } from 'node:timers/promises';

/** Pause between two looks. */
const INTERVAL_MS = 1;

/** Watches how late a timer of 1 ms runs; `end` tells the longest delay in ms. */
export function watchEventLoop(): { end(): Promise<number> } {
  let longestMs = 0;
  let dueMs = performance.now() + INTERVAL_MS;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - dueMs);
    dueMs = nowMs + INTERVAL_MS;
  }, INTERVAL_MS);
  return {
    end: async () => {
      // A block at the very end shows only at the next turn of the timer.
      await sleep(2 * INTERVAL_MS);
      clearInterval(timer);
      return longestMs;
    },
  };
}

const IDLE_LOOKS = 42;
const IDLE_LOOK_MS = 20;

/** The longest delay, in ms, that shows in as many looks as the scrapes get while nothing is done at all. */
export async function measureIdleDelay(): Promise<number> {
  let longestMs = 0;
  for (let look = 0; look < IDLE_LOOKS; look++) {
    const watch = watchEventLoop();
    await sleep(IDLE_LOOK_MS);
    longestMs = Math.max(longestMs, await watch.end());
  }
  return longestMs;
}
