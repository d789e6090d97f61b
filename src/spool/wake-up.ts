/** One who waits, woken by others, by a signal, or by the time. */
export class WakeUp {
  #wake: (() => void) | undefined;
  /** Woken while nobody waited: the next wait is over at once. */
  #isWoken = false;

  /** Wakes the one who waits, or who is about to. */
  readonly wake = (): void => {
    this.#isWoken = true;
    this.#wake?.();
  };

  /** @param timeoutMs waits no longer than that; undefined waits on. */
  async wait(signal: AbortSignal | undefined, timeoutMs: number | undefined): Promise<void> {
    if (!signal?.aborted && !this.#isWoken) await this.#sleep(signal, timeoutMs);
    this.#isWoken = false;
  }

  async #sleep(signal: AbortSignal | undefined, timeoutMs: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>(resolve => {
      this.#wake = resolve;
      signal?.addEventListener('abort', this.wake);
      if (timeoutMs !== undefined) timer = setTimeout(resolve, timeoutMs);
    });
    this.#wake = undefined;
    clearTimeout(timer);
    signal?.removeEventListener('abort', this.wake);
  }
}
