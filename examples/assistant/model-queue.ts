/** Lets so many calls to the model run at once; the others wait, first come, first served. */
export interface ModelQueue {
  /**
   * Waits for a turn. The turn is over when the returned function is called, or the signal is aborted.
   * Rejects with the reason of the signal where that is aborted first.
   */
  enter(signal: AbortSignal): Promise<() => void>;
  /** How many calls wait. */
  length(): number;
  /** How many calls run. */
  active(): number;
}

/** @param maxActive a whole number above 0 */
export function createModelQueue(maxActive: number): ModelQueue {
  // In the order in which they came.
  const waiting = new Set<() => void>();
  let active = 0;

  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      active -= 1;
      return;
    }
    // The turn is passed on, so that nobody who comes just now takes it.
    waiting.delete(next);
    next();
  };
  const waitForTurn = (signal: AbortSignal): Promise<void> => {
    if (active < maxActive) {
      active += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      waiting.add(resolve);
      signal.addEventListener('abort', () => waiting.delete(resolve) && reject(signal.reason), {
        once: true,
      });
    });
  };

  return {
    length: () => waiting.size,
    active: () => active,
    enter: async signal => {
      signal.throwIfAborted();
      await waitForTurn(signal);
      return endOnce(leave, signal);
    },
  };
}

/** An answer that nobody reads any more ends by its signal; it must not keep its turn. */
function endOnce(leave: () => void, signal: AbortSignal): () => void {
  let isOver = false;
  const end = (): void => {
    signal.removeEventListener('abort', end);
    if (!isOver) {
      isOver = true;
      leave();
    }
  };
  if (signal.aborted) {
    end();
  } else {
    signal.addEventListener('abort', end);
  }
  return end;
}
