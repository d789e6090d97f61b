import { selfMetrics } from '../catalogue/self.ts';
import { type Clock, systemClock } from '../clock.ts';
import { describe } from '../errors.ts';
import type { Registry } from '../metrics/index.ts';

/** Where aiwatch reports what went wrong inside it; by default the console. */
export type ProblemLog = (message: string, error: unknown) => void;

/**
 * Counts the failures of hooks and recorders, and logs those of each kind every ten minutes at the most, so that none
 * reaches the application.
 */
export interface ProblemRecorder {
  record(hook: string, error: unknown): void;
  /** Only logs, of each kind every ten minutes at the most: for what has a metric of its own. */
  log(where: string, error: unknown): void;
  /** Makes a function that does the same but never throws: a failure is recorded, and it returns undefined. */
  guard<Args extends readonly unknown[], T>(
    hook: string,
    run: (...args: Args) => T,
  ): (...args: Args) => T | undefined;
}

/** How many kinds of problem are logged within the pause; beyond, they are only counted. */
const MAX_LOGGED_KINDS = 200;
/** Until a kind is logged again. */
const PAUSE_MS = 10 * 60_000;

interface LoggedKind {
  readonly loggedMs: number;
  /** Not logged since then. */
  suppressed: number;
}

/** Counts into `aiwatch_hook_errors_total`. */
export function createProblemRecorder(
  registry: Registry,
  write: ProblemLog,
  clock: Clock = systemClock,
): ProblemRecorder {
  const errors = registry.counter(selfMetrics.hookErrors);
  const admit = createLogLimit(clock);

  const log = (where: string, error: unknown): void => {
    const suppressed = admit(`${where} ${describe(error)}`);
    if (suppressed === undefined) return;
    const since = suppressed > 0 ? `${suppressed} more since the last line; ` : '';
    try {
      write(`${where} failed; all else goes on (${since}logged every 10 minutes)`, error);
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

/** Whether a kind is to be logged now: then how many were not, since it was the last time; undefined if it is not. */
function createLogLimit(clock: Clock): (kind: string) => number | undefined {
  // In the order in which they were logged.
  const kinds = new Map<string, LoggedKind>();
  return kind => {
    const nowMs = clock();
    const isFresh = ({ loggedMs }: LoggedKind) => nowMs - loggedMs < PAUSE_MS;
    const known = kinds.get(kind);
    if (known !== undefined && isFresh(known)) {
      known.suppressed++;
      return undefined;
    }
    kinds.delete(kind);
    const [oldest] = kinds;
    if (kinds.size >= MAX_LOGGED_KINDS && oldest !== undefined) {
      if (isFresh(oldest[1])) return undefined;
      kinds.delete(oldest[0]);
    }
    kinds.set(kind, { loggedMs: nowMs, suppressed: 0 });
    return known?.suppressed ?? 0;
  };
}
