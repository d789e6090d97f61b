import type {
  ProblemRecorder,
  VersionOperationObservation,
  VersionOperationRecorder,
} from '../recorders/index.ts';
import { type Outcome, observeOutcome } from './outcome.ts';

export interface VersionHookOptions {
  readonly recorder: VersionOperationRecorder;
  readonly problem: ProblemRecorder;
}

/** What can be done to a version. */
export type VersionOperation = VersionOperationObservation['operation'];

interface ObserveVersionOptions<T> {
  /** Size of all files in the version together; from the result where it is only known then. */
  readonly sizeBytes?: number | ((result: T) => number | undefined) | undefined;
}

/**
 * Runs a function that makes, restores or deletes a version, and records how it went. What the function returns or
 * throws comes back as it is.
 */
export interface ObserveVersion {
  <T>(operation: VersionOperation, run: () => PromiseLike<T>, options?: ObserveVersionOptions<T>): Promise<T>;
  <T>(operation: VersionOperation, run: () => T, options?: ObserveVersionOptions<T>): T;
}

/** The hook for version control of any kind; for the `git` command line see `createGit`. */
export function createVersionHook({ recorder, problem }: VersionHookOptions): ObserveVersion {
  const record = problem.guard('version', recorder.record);
  const measure = problem.guard('version', sizeOf) as typeof sizeOf;
  return <T>(operation: VersionOperation, run: () => T, options: ObserveVersionOptions<T> = {}): T =>
    observeOutcome(run, outcome => {
      const { status, durationSeconds } = outcome;
      record({ operation, status, durationSeconds, sizeBytes: measure(outcome, options) });
    });
}

/** Known only of a version that there is: an operation that failed has no size. */
function sizeOf<T>(outcome: Outcome<T>, { sizeBytes }: ObserveVersionOptions<T>): number | undefined {
  if (outcome.status === 'error') return undefined;
  return typeof sizeBytes === 'function' ? sizeBytes(outcome.result) : sizeBytes;
}
