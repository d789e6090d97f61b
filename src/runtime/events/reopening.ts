import { type Clock, systemClock } from '../../clock.ts';

export interface ReopeningOptions<T> {
  readonly open: () => Promise<T>;
  /** Told of each attempt that failed. */
  readonly onProblem: (error: unknown) => void;
  /** From a failed attempt to the next. */
  readonly retryMs: number;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
}

/** Something that is opened again where opening it failed. */
export interface Reopening<T> {
  /** What is open; begins a new attempt where the last one failed long enough ago. Rejects with what made it fail. */
  get(): Promise<T>;
  /** The last attempt. */
  last(): Promise<T>;
}

/** Opens at once, and after a failure again when it is asked for: a folder that was not writable may be now. */
export function createReopening<T>(options: ReopeningOptions<T>): Reopening<T> {
  const { open, onProblem, retryMs, clock = systemClock } = options;
  let failedMs: number | undefined;
  const tryToOpen = (): Promise<T> => {
    failedMs = undefined;
    const attempt = open();
    attempt.catch(error => {
      failedMs = clock();
      onProblem(error);
    });
    return attempt;
  };
  let current = tryToOpen();
  return {
    get: () => {
      if (failedMs !== undefined && clock() - failedMs >= retryMs) current = tryToOpen();
      return current;
    },
    last: () => current,
  };
}
