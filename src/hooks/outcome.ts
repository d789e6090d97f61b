/** How a call ended: with a result, or with an error. */
export type Outcome<T> =
  | { readonly status: 'success'; readonly durationSeconds: number; readonly result: T }
  | { readonly status: 'error'; readonly durationSeconds: number; readonly error: unknown };

/**
 * Calls a function and tells how it ended: of what it returns or throws, or of what its promise settles to. The caller
 * gets the same back. Of a thenable `then` is called once, since with some (queries of a database) each call runs them.
 * @param onEnd must not throw. Where the function is asynchronous, the caller gets the result once it is done.
 */
export function observeOutcome<T>(
  run: () => PromiseLike<T>,
  onEnd: (outcome: Outcome<T>) => void | Promise<void>,
): Promise<T>;
export function observeOutcome<T>(run: () => T, onEnd: (outcome: Outcome<T>) => void): T;
export function observeOutcome<T>(
  run: () => T | PromiseLike<T>,
  onEnd: (outcome: Outcome<T>) => void | Promise<void>,
): T | Promise<T> {
  const startMs = performance.now();
  const elapsedSeconds = () => (performance.now() - startMs) / 1000;
  const succeeded = (result: T) => onEnd({ status: 'success', durationSeconds: elapsedSeconds(), result });
  const failed = (error: unknown) => onEnd({ status: 'error', durationSeconds: elapsedSeconds(), error });
  let result: T | PromiseLike<T>;
  try {
    result = run();
  } catch (error) {
    void failed(error);
    throw error;
  }
  if (!isThenable(result)) {
    void succeeded(result);
    return result;
  }
  return Promise.resolve(result).then(
    async value => {
      await succeeded(value);
      return value;
    },
    async error => {
      await failed(error);
      throw error;
    },
  );
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null | undefined)?.then === 'function';
}
