import type { ProblemRecorder, ToolCallRecorder } from '../recorders/index.ts';
import { observeOutcome } from './outcome.ts';

export interface ToolHookOptions {
  readonly recorder: ToolCallRecorder;
  readonly problem: ProblemRecorder;
}

/** Runs a tool that a model asked for, and records how it went. What the tool returns or throws comes back as it is. */
export interface ObserveTool {
  <T>(name: string, run: () => PromiseLike<T>): Promise<T>;
  <T>(name: string, run: () => T): T;
}

/** The hook for calls of tools, synchronous and asynchronous ones. */
export function createToolHook({ recorder, problem }: ToolHookOptions): ObserveTool {
  const record = problem.guard('tool', recorder.record);
  return <T>(name: string, run: () => T): T =>
    observeOutcome(run, ({ status, durationSeconds }) => record({ tool: name, status, durationSeconds }));
}
