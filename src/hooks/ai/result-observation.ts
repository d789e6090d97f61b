import type { StreamObserver } from './observe-stream.ts';

/** A stream that has ended has its usage at once; a client that never tells it must not keep the call open. */
const MAX_USAGE_WAIT_MS = 1000;

/** Makes one call of the streams and promises of one result. */
export class ResultObservation {
  readonly #observer: StreamObserver;
  /** Weak: what waits for the result to be dropped must not hold it. */
  readonly #readUsage: WeakRef<() => unknown>;
  /** The stream that gave the first chunk: the others are copies of it. */
  #read: StreamObserver | undefined;
  #awaited = 0;

  constructor(observer: StreamObserver, readUsage: () => unknown) {
    this.#observer = observer;
    this.#readUsage = new WeakRef(readUsage);
  }

  observerOfStream(): StreamObserver {
    const isOther = () => this.#read !== undefined && this.#read !== own;
    const own: StreamObserver = {
      received: chunk => {
        this.#read ??= own;
        if (!isOther()) this.#observer.received(chunk);
      },
      succeeded: () => {
        if (!isOther()) void this.#endWithUsage();
      },
      failed: error => {
        if (!isOther()) this.#observer.failed(error);
      },
      abandoned: () => {
        const isNeeded = this.#read === own || this.#awaited === 0;
        if (!isOther() && isNeeded) this.#observer.abandoned();
      },
      reported: part => this.#observer.reported(part),
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
        if (this.#read === undefined) void this.#endWithUsage();
      },
      error => {
        this.#awaited--;
        if (this.#read === undefined) this.#observer.failed(error);
      },
    );
  }

  async #endWithUsage(): Promise<void> {
    try {
      const usage = await withinLimit(this.#readUsage.deref()?.());
      this.#observer.reported({ usage });
    } catch {
      // The answer came; that its usage is not told does not make it an error.
    }
    this.#observer.succeeded();
  }
}

async function withinLimit(value: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>(resolve => {
    timer = setTimeout(resolve, MAX_USAGE_WAIT_MS).unref();
  });
  try {
    return await Promise.race([value, limit]);
  } finally {
    clearTimeout(timer);
  }
}
