/**
 * One piece of work whose result several readers get, each from its beginning. It goes on as fast as its fastest
 * reader, keeps what has been read for those that join, and ends when the last reader leaves.
 */
export class Flight<T> {
  readonly #source: AsyncGenerator<T>;
  readonly #onLanded: () => void;
  readonly #items: T[] = [];
  #pulling: Promise<void> | undefined;
  #isFinished = false;
  /** What the source threw: every reader is to know that it did not get everything. */
  #failure: { readonly error: unknown } | undefined;
  #readers = 0;

  /** @param onLanded called once, when the source has ended, failed, or lost its last reader. */
  constructor(source: AsyncGenerator<T>, onLanded: () => void) {
    this.#source = source;
    this.#onLanded = onLanded;
  }

  /** A new reader, from the beginning. It counts from now on, and must be read or returned. */
  join(): AsyncGenerator<T> {
    this.#readers++;
    const reader = this.#read();
    const leave = this.#leaveOnce();
    return {
      next: async () => {
        try {
          const result = await reader.next();
          if (result.done) leave();
          return result;
        } catch (error) {
          leave();
          throw error;
        }
      },
      return: async value => {
        leave();
        return reader.return(value);
      },
      throw: async error => {
        leave();
        return reader.throw(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async *#read(): AsyncGenerator<T> {
    for (let at = 0; ; at++) {
      while (at >= this.#items.length && !this.#isFinished) await this.#pull();
      if (at >= this.#items.length) break;
      yield this.#items[at]!;
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #pull(): Promise<void> {
    this.#pulling ??= this.#pullOne().finally(() => {
      this.#pulling = undefined;
    });
    return this.#pulling;
  }

  async #pullOne(): Promise<void> {
    try {
      const result = await this.#source.next();
      if (result.done) this.#land();
      else this.#items.push(result.value);
    } catch (error) {
      this.#failure = { error };
      this.#land();
    }
  }

  #leaveOnce(): () => void {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      if (--this.#readers > 0 || this.#isFinished) return;
      this.#land();
      this.#source.return(undefined).catch(() => {});
    };
  }

  #land(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#onLanded();
  }
}
