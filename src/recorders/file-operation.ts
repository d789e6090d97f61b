import type { Catalogue } from '../catalogue/index.ts';
import type { Registry } from '../metrics/index.ts';

/** One operation on a file. */
export interface FileOperationObservation {
  readonly operation: 'create' | 'read' | 'update' | 'delete';
  readonly status: 'success' | 'error';
  readonly durationSeconds: number;
  /** Size of what was read, written or deleted; undefined where it is not known. */
  readonly sizeBytes?: number | undefined;
}

/** Turns operations on files into metrics. */
export interface FileOperationRecorder {
  record(observation: FileOperationObservation): void;
}

export function createFileOperationRecorder(registry: Registry, { file }: Catalogue): FileOperationRecorder {
  const operations = registry.counter(file.operations);
  const duration = registry.histogram(file.duration);
  const size = registry.histogram(file.size);
  return {
    record: ({ operation, status, durationSeconds, sizeBytes }) => {
      operations.with({ operation, status }).inc();
      duration.with({ operation }).observe(durationSeconds);
      if (sizeBytes !== undefined) size.with({ operation }).observe(sizeBytes);
    },
  };
}
