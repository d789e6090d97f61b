import type { LiveGap } from '../api/live.ts';
import type { AiwatchError } from '../errors.ts';
import type { LiveMessage } from './live-item.ts';
import type { Subscription } from './subscription.ts';

/** How messages become what a transport sends; one encoding serves all whose `key` is the same. */
export interface LiveEncoding<Payload> {
  readonly key: string;
  encode(messages: readonly LiveMessage[]): Payload;
  gap(gap: LiveGap): Payload;
}

/** One connection of a transport. None of it throws. */
export interface LiveSink<Payload> {
  readonly encoding: LiveEncoding<Payload>;
  /** Bytes that were written and that the other side has not taken yet. */
  bufferedBytes(): number;
  write(payload: Payload): void;
  /** Ends the connection, and tells the other side why as far as it listens. */
  close(error: AiwatchError): void;
}

/** How the delivery to a subscriber is counted. */
export interface DeliveryCount {
  delivered(messages: number): void;
  dropped(messages: number): void;
}

export interface SubscriberBounds {
  /** A connection with more in its buffers is not written to. */
  readonly bufferBytes: number;
  /** Messages that wait for such a connection at the most; further ones push out the oldest. */
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
}

/** Who gets what a subscription asks for, as fast as the connection takes it. */
export class Subscriber<Payload = unknown> {
  readonly subscription: Subscription;
  readonly #sink: LiveSink<Payload>;
  readonly #bounds: SubscriberBounds;
  readonly #count: DeliveryCount;
  #waiting: LiveMessage[] = [];
  #waitingBytes = 0;
  #missed = 0;
  #slowSinceMs: number | undefined;
  #isClosed = false;

  constructor(
    subscription: Subscription,
    sink: LiveSink<Payload>,
    { bounds, count }: { readonly bounds: SubscriberBounds; readonly count: DeliveryCount },
  ) {
    this.subscription = subscription;
    this.#sink = sink;
    this.#bounds = bounds;
    this.#count = count;
  }

  get encoding(): LiveEncoding<Payload> {
    return this.#sink.encoding;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether nothing waits here and the connection takes more. */
  get isReady(): boolean {
    return this.#waiting.length === 0 && this.#missed === 0 && this.#takesMore;
  }

  /** @returns since when the connection takes nothing; undefined where it does */
  get slowSinceMs(): number | undefined {
    return this.#slowSinceMs;
  }

  get #takesMore(): boolean {
    return this.#sink.bufferedBytes() < this.#bounds.bufferBytes;
  }

  /** @param payload of the same messages, which many subscribers share. */
  offer(messages: readonly LiveMessage[], payload: () => Payload): void {
    if (this.#isClosed) return;
    if (this.isReady) {
      this.#sink.write(payload());
      this.#count.delivered(messages.length);
    } else this.#hold(messages);
  }

  /** Tells of messages that this subscriber can never get. */
  tellGap(gap: LiveGap): void {
    if (!this.#isClosed) this.#sink.write(this.encoding.gap(gap));
  }

  /** Sends what waits, if the connection takes it. @returns whether nothing waits any more */
  drain(nowMs: number): boolean {
    if (this.#isClosed || this.isReady) {
      this.#slowSinceMs = undefined;
      return true;
    }
    if (!this.#takesMore) {
      this.#slowSinceMs ??= nowMs;
      return false;
    }
    this.#slowSinceMs = undefined;
    if (this.#missed > 0) this.#sink.write(this.encoding.gap({ missed: this.#missed }));
    if (this.#waiting.length > 0) this.#sink.write(this.encoding.encode(this.#waiting));
    this.#count.delivered(this.#waiting.length);
    this.#forget();
    return this.#takesMore;
  }

  close(error: AiwatchError): void {
    if (this.#isClosed) return;
    this.leave();
    this.#sink.close(error);
  }

  /** The connection is gone. */
  leave(): void {
    this.#isClosed = true;
    this.#forget();
  }

  #hold(messages: readonly LiveMessage[]): void {
    for (const message of messages) {
      this.#waiting.push(message);
      this.#waitingBytes += message.json.length;
    }
    const { maxWaiting, maxWaitingBytes } = this.#bounds;
    let dropped = 0;
    while (this.#waiting.length - dropped > maxWaiting || this.#waitingBytes > maxWaitingBytes) {
      this.#waitingBytes -= this.#waiting[dropped++]!.json.length;
    }
    if (dropped === 0) return;
    this.#waiting.splice(0, dropped);
    this.#missed += dropped;
    this.#count.dropped(dropped);
  }

  #forget(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#missed = 0;
  }
}
