import { currentContext, type JsonObject } from '../events/index.ts';
import type { ProblemRecorder, ToolCallRecorder } from '../recorders/index.ts';
import { type Outcome, observeOutcome } from './outcome.ts';

export interface ToolHookOptions {
  readonly recorder: ToolCallRecorder;
  readonly problem: ProblemRecorder;
}

/** What the event of a call of a tool tells beside its name; nothing of it is read where no events are made. */
interface ObserveToolOptions<T> {
  /** What the tool is called with, or a function that tells it before the tool runs. */
  readonly args?: JsonObject | (() => JsonObject | undefined) | undefined;
  /** Exit code of a command. @default `exitCode` or `code` of the result, or of the error, where that is a number */
  exitCodeOf?(result: T): number | undefined;
}

/** Runs a tool that a model asked for, and records how it went. What the tool returns or throws comes back as it is. */
export interface ObserveTool {
  <T>(name: string, run: () => PromiseLike<T>, options?: ObserveToolOptions<T>): Promise<T>;
  <T>(name: string, run: () => T, options?: ObserveToolOptions<T>): T;
}

/** The hook for calls of tools, synchronous and asynchronous ones. */
export function createToolHook({ recorder, problem }: ToolHookOptions): ObserveTool {
  const record = problem.guard('tool', recorder.record);
  const readArgs = problem.guard('tool', argsOf);
  const readContent = problem.guard('tool', contentOf);
  return <T>(name: string, run: () => T, options: ObserveToolOptions<T> = {}): T => {
    if (!recorder.takesContent) {
      return observeOutcome(run, ({ status, durationSeconds }) =>
        record({ tool: name, status, durationSeconds }),
      );
    }
    const about = { tool: name, context: currentContext(), args: readArgs(options) };
    return observeOutcome(run, outcome => {
      const { status, durationSeconds } = outcome;
      const content = readContent(outcome, options as ObserveToolOptions<unknown>);
      record({ ...about, status, durationSeconds, ...content });
    });
  };
}

function argsOf({ args }: Pick<ObserveToolOptions<never>, 'args'>): JsonObject | undefined {
  return typeof args === 'function' ? args() : args;
}

function contentOf(outcome: Outcome<unknown>, { exitCodeOf = codeOf }: ObserveToolOptions<unknown>) {
  if (outcome.status === 'error') return { error: outcome.error, exitCode: codeOf(outcome.error) };
  return { output: outcome.result, exitCode: exitCodeOf(outcome.result) };
}

/** Results and errors of `node:child_process`, and of what wraps it, have one of these. */
function codeOf(result: unknown): number | undefined {
  const { exitCode, code } = (result ?? {}) as { readonly exitCode?: unknown; readonly code?: unknown };
  return [exitCode, code].find((one): one is number => typeof one === 'number');
}
