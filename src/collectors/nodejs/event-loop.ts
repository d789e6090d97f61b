import { performance } from 'node:perf_hooks';
import type { Catalogue } from '../../catalogue/index.ts';
import type { Registry } from '../../metrics/index.ts';
import { followTotal } from '../running-total.ts';
import type { Source } from './source.ts';

/** Time the loop spent working and waiting, from the counters that libuv keeps; reading them resets nothing. */
export function createEventLoopTime(registry: Registry, { nodejs }: Catalogue): Source {
  const time = registry.counter(nodejs.eventLoopTime);
  const addActive = followTotal(time.with({ state: 'active' }));
  const addIdle = followTotal(time.with({ state: 'idle' }));
  return {
    metrics: [time],
    read: () => {
      const { active, idle } = performance.eventLoopUtilization();
      addActive(active / 1000);
      addIdle(idle / 1000);
    },
  };
}

/**
 * Delay of the event loop: how much later than its interval a timer runs, each time it runs.
 *
 * Not by `monitorEventLoopDelay`: what it reports includes its own resolution (10 ms by default, so that an idle
 * process seems to be late by 10 ms), and its percentiles are those since whoever read them last. This is a histogram
 * that any number of readers share; its error is the 1 ms to which Node.js rounds timers.
 */
export function createEventLoopDelay(
  registry: Registry,
  { nodejs }: Catalogue,
  intervalMs: number,
): Source & { close(): void } {
  const delay = registry.histogram(nodejs.eventLoopDelay);
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    delay.observe(Math.max(0, nowMs - lastMs - intervalMs) / 1000);
    lastMs = nowMs;
  }, intervalMs).unref();
  return { metrics: [delay], read: () => {}, close: () => clearInterval(timer) };
}
