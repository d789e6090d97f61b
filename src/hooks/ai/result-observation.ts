import type { StreamObserver } from './observe-stream.ts';

/** A stream that has ended has its usage at once; a client that never tells it must not keep the call open. */
const MAX_USAGE_WAIT_MS = 1000;

/** What a result tells once its answer is over; it rejects where there is none. */
export type ReadEnd = () => Promise<{ readonly usage: unknown; readonly finishReason: unknown }>;

/** Makes one call of the streams and promises of one result. */
export class ResultObservation {
  readonly #observer: StreamObserver;
  /** Weak: what waits for the result to be dropped must not hold it. */
  readonly #readEnd: WeakRef<ReadEnd>;
  /** The stream that gave the first chunk: the others are copies of it. */
  #read: StreamObserver | undefined;
  #awaited = 0;

  constructor(observer: StreamObserver, readEnd: ReadEnd) {
    this.#observer = observer;
    this.#readEnd = new WeakRef(readEnd);
  }

  observerOfStream(): StreamObserver {
    // The AI SDK cancels a stream that it has read to its end.
    let isOver = false;
    const isIgnored = () => isOver || (this.#read !== undefined && this.#read !== own);
    const own: StreamObserver = {
      received: chunk => {
        this.#read ??= own;
        if (!isIgnored()) this.#observer.received(chunk);
      },
      succeeded: () => {
        if (isIgnored()) return;
        isOver = true;
        void this.#end();
      },
      failed: error => {
        if (!isIgnored()) this.#observer.failed(error);
      },
      abandoned: () => {
        const isNeeded = this.#read === own || this.#awaited === 0;
        if (!isIgnored() && isNeeded) this.#observer.abandoned();
      },
      reported: part => this.#observer.reported(part),
      answerEnded: () => this.#observer.answerEnded(),
      unobservable: error => this.#observer.unobservable(error),
    };
    return own;
  }

  /** A promise counts where no stream is read; one that fails is still its owner's to handle. */
  awaited(promise: PromiseLike<unknown>): void {
    this.#awaited++;
    promise.then(
      value => {
        this.#awaited--;
        this.#observer.reported(value);
        if (this.#read === undefined) void this.#end();
      },
      error => {
        this.#awaited--;
        if (this.#read === undefined) this.#observer.failed(error);
      },
    );
  }

  /** Not every stream of a failed call tells the error: those of text just end. */
  async #end(): Promise<void> {
    try {
      const end = await withinLimit(this.#readEnd.deref()?.());
      this.#observer.reported({ usage: end?.usage });
      if (end?.finishReason === 'error') throw new Error('The result ended with finishReason error.');
      this.#observer.succeeded();
    } catch (error) {
      if (this.#read !== undefined && isNoOutput(error)) this.#observer.abandoned();
      else this.#observer.failed(error);
    }
  }
}

/** What version 5 of the AI SDK says of an answer that was aborted half-way, too. */
function isNoOutput(error: unknown): boolean {
  return (error as { readonly name?: unknown } | null | undefined)?.name === 'AI_NoOutputGeneratedError';
}

async function withinLimit<T>(value: Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), MAX_USAGE_WAIT_MS).unref();
  });
  try {
    return await Promise.race([value, limit]);
  } finally {
    clearTimeout(timer);
  }
}
