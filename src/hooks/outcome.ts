/** How a call ended: with a result, or with an error. */
export type Outcome<T> =
  | { readonly status: 'success'; readonly durationSeconds: number; readonly result: T }
  | { readonly status: 'error'; readonly durationSeconds: number };

/**
 * Calls a function and tells how it ended: of what it returns or throws, or of what its promise settles to. The caller
 * gets the same back. Of a thenable `then` is called once, since with some (queries of a database) each call runs them.
 * @param onEnd must not throw.
 */
export function observeOutcome<T>(
  run: () => PromiseLike<T>,
  onEnd: (outcome: Outcome<T>) => void,
): Promise<T>;
export function observeOutcome<T>(run: () => T, onEnd: (outcome: Outcome<T>) => void): T;
export function observeOutcome<T>(
  run: () => T | PromiseLike<T>,
  onEnd: (outcome: Outcome<T>) => void,
): T | Promise<T> {
  const startMs = performance.now();
  const succeed = (result: T): T => {
    onEnd({ status: 'success', durationSeconds: (performance.now() - startMs) / 1000, result });
    return result;
  };
  const fail = (error: unknown): never => {
    onEnd({ status: 'error', durationSeconds: (performance.now() - startMs) / 1000 });
    throw error;
  };
  let result: T | PromiseLike<T>;
  try {
    result = run();
  } catch (error) {
    return fail(error);
  }
  return isThenable(result) ? Promise.resolve(result).then(succeed, fail) : succeed(result);
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null | undefined)?.then === 'function';
}
