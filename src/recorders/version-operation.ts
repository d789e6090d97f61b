import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** One operation of version control. */
export interface VersionOperationObservation {
  readonly operation: 'create' | 'restore' | 'delete';
  readonly status: 'success' | 'error';
  readonly durationSeconds: number;
  /** Size of all files in the version together; undefined where it is not known. */
  readonly sizeBytes?: number | undefined;
}

/** Turns operations of version control into metrics. */
export interface VersionOperationRecorder {
  record(observation: VersionOperationObservation): void;
}

export function createVersionOperationRecorder(
  registry: Registry,
  { version }: Catalogue,
): VersionOperationRecorder {
  const operations = registry.counter(version.operations);
  const duration = registry.histogram(version.duration);
  const size = registry.histogram(version.size);
  return {
    record: ({ operation, status, durationSeconds, sizeBytes }) => {
      operations.with({ operation, status }).inc();
      duration.with({ operation }).observe(durationSeconds);
      if (sizeBytes !== undefined) size.with({ operation }).observe(sizeBytes);
    },
  };
}
