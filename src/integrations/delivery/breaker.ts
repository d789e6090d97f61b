import type { Clock } from '../../clock.ts';
import { type RetryPauses, retryPauseMs } from './retry-pause.ts';

export interface BreakerConfig extends RetryPauses {
  /** Failures one after another that open it. */
  readonly breakerFailures: number;
}

/** Keeps attempts away from a side that is down: open, it lets one through now and then, to see. */
export interface Breaker {
  /** True while nothing but probes is let through. */
  readonly isOpen: boolean;
  /** Milliseconds until the next attempt may be made; 0 for now. While it is open, one attempt at a time may be. */
  waitMs(): number;
  succeed(): void;
  fail(): void;
  /** The other side asks for a pause. It is no failure, and the next attempt is no probe. */
  pause(durationMs: number): void;
}

export function createBreaker(config: BreakerConfig, clock: Clock): Breaker {
  let failures = 0;
  let nextMs = 0;
  const isOpen = (): boolean => failures >= config.breakerFailures;
  return {
    get isOpen() {
      return isOpen();
    },
    waitMs: () => Math.max(0, nextMs - clock()),
    succeed: () => {
      failures = 0;
    },
    fail: () => {
      failures++;
      if (!isOpen()) return;
      nextMs = clock() + retryPauseMs(config, failures - config.breakerFailures + 1);
    },
    pause: durationMs => {
      nextMs = Math.max(nextMs, clock() + durationMs);
    },
  };
}
