import type { FeedTail } from './feed-tail.ts';
import type { Subscriber } from './subscriber.ts';
import { followsEvents } from './subscription.ts';

/** Those who follow what is stored: the tail sleeps while there is none. */
export class Watchers {
  readonly #tail: FeedTail;
  readonly #idleMs: number;
  readonly #watchers = new Set<Subscriber>();
  #idle: NodeJS.Timeout;

  /** @param idleMs how long nobody watches before the tail sleeps */
  constructor(tail: FeedTail, idleMs: number) {
    this.#tail = tail;
    this.#idleMs = idleMs;
    this.#idle = this.#sleepLater();
  }

  get size(): number {
    return this.#watchers.size;
  }

  /** Counts a subscriber if it follows what is stored. */
  add(subscriber: Subscriber): void {
    if (!followsEvents(subscriber.subscription)) return;
    this.#watchers.add(subscriber);
    clearTimeout(this.#idle);
    this.#tail.wake();
  }

  delete(subscriber: Subscriber): void {
    if (!this.#watchers.delete(subscriber) || this.#watchers.size > 0) return;
    clearTimeout(this.#idle);
    this.#idle = this.#sleepLater();
  }

  close(): void {
    this.#watchers.clear();
    clearTimeout(this.#idle);
  }

  #sleepLater(): NodeJS.Timeout {
    return setTimeout(() => this.#tail.sleep(), this.#idleMs).unref();
  }
}
