import type {
  FileOperationObservation,
  FileOperationRecorder,
  ProblemRecorder,
} from '../../recorders/index.ts';

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
  return async (operation, run, sizeOf) => {
    const startMs = performance.now();
    const elapsedSeconds = () => (performance.now() - startMs) / 1000;
    let result: Awaited<ReturnType<typeof run>>;
    try {
      result = await run();
    } catch (error) {
      record({ operation, status: 'error', durationSeconds: elapsedSeconds() });
      throw error;
    }
    const durationSeconds = elapsedSeconds();
    record({ operation, status: 'success', durationSeconds, sizeBytes: await sizeOf?.(result) });
    return result;
  };
}
