import { currentContext, type JsonObject } from '../events/index.ts';
import type { ErrorRecorder, ProblemRecorder } from '../recorders/index.ts';

export interface ErrorHookOptions {
  readonly recorder: ErrorRecorder;
  readonly problem: ProblemRecorder;
}

/**
 * Tells of an error of the application, of whatever was thrown. Never throws.
 * @param about what was going on, any JSON object
 */
export type RecordError = (error: unknown, about?: JsonObject) => void;

/** Makes the hook for errors that the application catches. */
export function createErrorHook({ recorder, problem }: ErrorHookOptions): RecordError {
  return problem.guard('error', (error, about) =>
    recorder.record({ error, about, context: currentContext() }),
  );
}
