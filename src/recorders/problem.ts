import { selfMetrics } from '../catalogue/self.ts';
import { describe } from '../errors.ts';
import type { Registry } from '../metrics/index.ts';

/** Where aiwatch reports what went wrong inside it; by default the console. */
export type ProblemLog = (message: string, error: unknown) => void;

/** Counts the failures of hooks and recorders, and logs the first of each kind, so that none reaches the application. */
export interface ProblemRecorder {
  record(hook: string, error: unknown): void;
  /** Only logs, once of each kind: for what has a metric of its own. */
  log(where: string, error: unknown): void;
  /** Makes a function that does the same but never throws: a failure is recorded, and it returns undefined. */
  guard<Args extends readonly unknown[], T>(
    hook: string,
    run: (...args: Args) => T,
  ): (...args: Args) => T | undefined;
}

/** How many kinds of problem are told apart for logging; beyond, they are only counted. */
const MAX_LOGGED_KINDS = 200;

/** Counts into `aiwatch_hook_errors_total`. */
export function createProblemRecorder(registry: Registry, write: ProblemLog): ProblemRecorder {
  const errors = registry.counter(selfMetrics.hookErrors);
  const logged = new Set<string>();

  const log = (where: string, error: unknown): void => {
    const kind = `${where} ${describe(error)}`;
    if (logged.has(kind) || logged.size >= MAX_LOGGED_KINDS) return;
    logged.add(kind);
    try {
      write(`aiwatch: ${where} failed; the application goes on (logged once)`, error);
    } catch {
      // The application's own log failed: there is nobody left to tell, and it must not get the error back from here.
    }
  };
  const record = (hook: string, error: unknown): void => {
    errors.with({ hook }).inc();
    log(`the ${hook} hook`, error);
  };

  return {
    record,
    log,
    guard:
      (hook, run) =>
      (...args) => {
        try {
          return run(...args);
        } catch (error) {
          record(hook, error);
          return undefined;
        }
      },
  };
}
