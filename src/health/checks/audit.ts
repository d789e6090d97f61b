import { type Clock, systemClock } from '../../clock.ts';
import type { StoreUpkeepRecorder } from '../../recorders/index.ts';
import type { HealthCheck } from '../health-check.ts';

export interface AuditWatch {
  /** To be given to who signs, in place of the recorder. */
  readonly recorder: StoreUpkeepRecorder;
  readonly check: HealthCheck;
}

export interface AuditWatchOptions {
  readonly recorder: StoreUpkeepRecorder;
  /** How often the trail is signed. */
  readonly checkpointIntervalMs: number;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
}

/** As the alerts about checkpoints: a signing may fail now and then. */
const MIN_LATE_MS = 15 * 60_000;

/** Watches whether the audit trail is whole, and signed in time, from what is recorded of its signing. */
export function watchAudit({
  recorder,
  checkpointIntervalMs,
  clock = systemClock,
}: AuditWatchOptions): AuditWatch {
  const lateMs = Math.max(MIN_LATE_MS, 2 * checkpointIntervalMs);
  let isConsistent = true;
  let leaves: number | undefined;
  let signedMs = clock();
  return {
    recorder: {
      ...recorder,
      audited: reading => {
        recorder.audited(reading);
        leaves = reading.leaves;
        signedMs = clock();
      },
      auditConsistent: isWhole => {
        recorder.auditConsistent(isWhole);
        isConsistent = isWhole;
      },
    },
    check: () => {
      const ageMs = Math.max(0, clock() - signedMs);
      const details = {
        leaves: leaves ?? null,
        checkpointAgeSeconds: Math.round(ageMs / 1000),
        isConsistent,
      };
      if (!isConsistent)
        return { status: 'critical', error: 'somebody has changed the audit trail', details };
      if (ageMs > lateMs) return { status: 'degraded', error: 'the audit trail is not signed', details };
      return { status: 'healthy', details };
    },
  };
}
