import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** How far the audit trail is signed. */
interface AuditReading {
  readonly leaves: number;
  readonly signedLeaves: number;
}

/** Turns the upkeep of the store into metrics. */
export interface StoreUpkeepRecorder {
  /** A run of retention that ended. @param atMs Unix milliseconds */
  retentionSucceeded(atMs: number): void;
  retentionFailed(): void;
  partitionDropped(): void;
  audited(reading: AuditReading): void;
  /** Whether the audit trail still holds what was signed. */
  auditConsistent(isConsistent: boolean): void;
  checkpointFailed(): void;
}

const MS_PER_SECOND = 1000;

export function createStoreUpkeepRecorder(
  registry: Registry,
  { storeUpkeep }: Catalogue,
): StoreUpkeepRecorder {
  const runs = registry.counter(storeUpkeep.retentionRuns);
  const lastSuccess = registry.gauge(storeUpkeep.retentionSuccess).with({});
  const dropped = registry.counter(storeUpkeep.partitionsDropped).with({});
  const leaves = registry.gauge(storeUpkeep.auditLeaves).with({});
  const unsigned = registry.gauge(storeUpkeep.auditUnsigned).with({});
  const consistent = registry.gauge(storeUpkeep.auditConsistent).with({});
  const failures = registry.counter(storeUpkeep.checkpointFailures).with({});
  lastSuccess.set(0);
  consistent.set(1);
  return {
    retentionSucceeded: atMs => {
      runs.with({ result: 'success' }).inc();
      lastSuccess.set(atMs / MS_PER_SECOND);
    },
    retentionFailed: () => runs.with({ result: 'failure' }).inc(),
    partitionDropped: () => dropped.inc(),
    audited: reading => {
      leaves.set(reading.leaves);
      unsigned.set(Math.max(0, reading.leaves - reading.signedLeaves));
    },
    auditConsistent: isConsistent => consistent.set(isConsistent ? 1 : 0),
    checkpointFailed: () => failures.inc(),
  };
}
