/** An item, and the way to the next one. Whoever holds a link holds all that comes behind it, and nothing before. */
interface Link<T> {
  readonly item: T | undefined;
  next: Link<T> | undefined;
}

/**
 * One piece of work whose result several readers get, each from its beginning. It goes on as fast as its fastest
 * reader, keeps what has been read for those that join, and ends when the last reader leaves. Once nobody can join any
 * more, only what its slowest reader has yet to read is kept.
 */
export class Flight<T> {
  readonly #source: AsyncGenerator<T>;
  readonly #onLanded: () => void;
  /** Where readers that join begin: in front of the first item. */
  #start: Link<T> | undefined = { item: undefined, next: undefined };
  #last: Link<T> = this.#start!;
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

  /**
   * A new reader, from the beginning. It counts from now on, and must be read or returned. Throws where joining is
   * closed.
   */
  join(): AsyncGenerator<T> {
    if (this.#start === undefined) throw new Error('a flight cannot be joined once its beginning is gone');
    this.#readers++;
    const reader = this.#read(this.#start);
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

  /** Nobody joins from now on: what every reader has read is let go. The end of the source does this too. */
  closeJoining(): void {
    this.#start = undefined;
  }

  /** @param at moves along, so that what lies behind the reader is not held by it. */
  async *#read(at: Link<T>): AsyncGenerator<T> {
    for (;;) {
      while (at.next === undefined && !this.#isFinished) await this.#pull();
      if (at.next === undefined) break;
      at = at.next;
      yield at.item as T;
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
      else this.#append(result.value);
    } catch (error) {
      this.#failure = { error };
      this.#land();
    }
  }

  #append(item: T): void {
    const link: Link<T> = { item, next: undefined };
    this.#last.next = link;
    this.#last = link;
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
    this.closeJoining();
    this.#onLanded();
  }
}
