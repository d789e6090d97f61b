import type { HealthStatus } from '../../api/health.ts';
import { alerts } from '../../catalogue/index.ts';
import { type Clock, systemClock } from '../../clock.ts';
import type { HealthCheck } from '../health-check.ts';

/** How a spool is, as its own statistics have it. */
interface SpoolState {
  readonly records: number;
  readonly bytes: number;
  readonly oldestRecordTimestampMs: number | undefined;
  readonly deliveredTotal: number;
  readonly isWritable: boolean;
}

export interface SpoolCheckOptions {
  readonly read: () => SpoolState;
  readonly limitBytes: number;
  /** How long delivery may stand still while events wait. @default 30 s */
  readonly stuckAfterMs?: number | undefined;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
}

const STUCK_AFTER_MS = 30_000;

interface Finding {
  readonly status: HealthStatus;
  readonly error?: string;
}

/** Whether events are taken, and delivered: not full, writable, and advancing. */
export function createSpoolCheck(options: SpoolCheckOptions): HealthCheck {
  const { read, limitBytes, stuckAfterMs = STUCK_AFTER_MS, clock = systemClock } = options;
  const idleMsOf = followDelivery(clock);
  return () => {
    const state = read();
    const fullRatio = state.bytes / limitBytes;
    const oldestMs = Math.max(0, clock() - (state.oldestRecordTimestampMs ?? clock()));
    const waitingMs = Math.min(oldestMs, idleMsOf(state));
    return {
      ...judge(state, { fullRatio, oldestMs, waitingMs, stuckAfterMs }),
      details: {
        events: state.records,
        oldestSeconds: Math.round(oldestMs / 1000),
        fullPercent: Math.round(fullRatio * 1000) / 10,
        isWritable: state.isWritable,
      },
    };
  };
}

/** How long nothing was delivered, as far as it was seen. */
function followDelivery(clock: Clock): (state: SpoolState) => number {
  let seen: number | undefined;
  let advancedMs = clock();
  return ({ deliveredTotal, records }) => {
    if (deliveredTotal !== seen || records === 0) advancedMs = clock();
    seen = deliveredTotal;
    return Math.max(0, clock() - advancedMs);
  };
}

interface SpoolFacts {
  readonly fullRatio: number;
  readonly oldestMs: number;
  readonly waitingMs: number;
  readonly stuckAfterMs: number;
}

function judge({ isWritable }: SpoolState, facts: SpoolFacts): Finding {
  const { fullRatio, oldestMs, waitingMs, stuckAfterMs } = facts;
  const { spoolAlmostFull, spoolFillingUp } = alerts;
  if (!isWritable) return { status: 'critical', error: 'the disk does not take events' };
  if (fullRatio >= spoolAlmostFull.threshold) return { status: 'critical', error: 'it is almost full' };
  if (waitingMs > stuckAfterMs) return { status: 'unhealthy', error: 'events wait, and none is delivered' };
  if (fullRatio >= spoolFillingUp.threshold) return { status: 'degraded', error: 'it is filling up' };
  if (oldestMs > stuckAfterMs) return { status: 'degraded', error: 'events are delivered late' };
  return { status: 'healthy' };
}
