import type {
  FileOperationObservation,
  FileOperationRecorder,
  ProblemRecorder,
} from '../../recorders/index.ts';
import { observeOutcome } from '../outcome.ts';

export interface FileHookOptions {
  readonly recorder: FileOperationRecorder;
  readonly problem: ProblemRecorder;
}

/** What can be done to a file. */
export type FileOperation = FileOperationObservation['operation'];

/** Runs an operation and records how it went; its result or its error comes back untouched. */
export type MeasureFile = <T>(
  operation: FileOperation,
  run: () => Promise<T>,
  /** Bytes of a successful operation; asked afterwards, outside of the measured time. Must not throw. */
  sizeOf?: (result: T) => number | undefined | Promise<number | undefined>,
) => Promise<T>;

export function createFileMeter({ recorder, problem }: FileHookOptions): MeasureFile {
  const record = problem.guard('file', recorder.record);
  return async (operation, run, sizeOf) =>
    observeOutcome(
      async () => run(),
      async outcome => {
        const { status, durationSeconds } = outcome;
        const sizeBytes = outcome.status === 'success' ? await sizeOf?.(outcome.result) : undefined;
        record({ operation, status, durationSeconds, sizeBytes });
      },
    );
}
