import { AiwatchError } from '../errors.ts';
import type { LiveItem, LiveMessage } from './live-item.ts';
import type { Subscriber } from './subscriber.ts';
import { messagesFor, type Subscription } from './subscription.ts';

export interface HubOptions {
  /** A subscriber whose connection takes nothing for so long is disconnected. */
  readonly stuckMs: number;
  /** Told of each that is disconnected for that. */
  readonly onStuck: () => void;
}

/** Subscribers who get the same bytes. */
interface Group {
  readonly subscription: Subscription;
  readonly members: Set<Subscriber>;
  messages: LiveMessage[];
}

/** A write to a socket costs about 10 µs, whatever is in it (events.md, section 4); a quarter of a core may go there. */
const TICK_MS_PER_SUBSCRIBER = 0.01 / 0.25;
const MIN_TICK_MS = 10;
const MAX_TICK_MS = 100;
/** How often connections that took nothing more are looked at again. */
const SLOW_CHECK_MS = 50;

/**
 * Brings items to subscribers: what many get is put together once, and all that came within a tick is one write for
 * each of them. An item that comes alone goes out at once.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #groups = new Map<string, Group>();
  readonly #slow = new Set<Subscriber>();
  #size = 0;
  #cancelFlush: (() => void) | undefined;
  #lastFlushMs = 0;
  #slowTimer: NodeJS.Timeout | undefined;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** How long what comes is gathered, in ms: the more subscribers, the longer. */
  get tickMs(): number {
    return Math.min(MAX_TICK_MS, Math.max(MIN_TICK_MS, this.#size * TICK_MS_PER_SUBSCRIBER));
  }

  /** Sends items to all whom they are for. */
  publish(items: readonly LiveItem[]): void {
    let isForSomebody = false;
    for (const group of this.#groups.values()) {
      for (const item of items) group.messages.push(...messagesFor(group.subscription, item));
      isForSomebody ||= group.messages.length > 0;
    }
    if (isForSomebody) this.#scheduleFlush();
  }

  /** Lets a subscriber have what comes from now on, after what came before it. */
  join(subscriber: Subscriber, before: readonly LiveItem[]): void {
    if (subscriber.isClosed) return;
    const { encoding, subscription } = subscriber;
    const key = `${encoding.key} ${subscription.key}`;
    const group = this.#groups.get(key) ?? { subscription, members: new Set(), messages: [] };
    // What waits for the others is among what came before.
    this.#flushGroup(group);
    this.#groups.set(key, group);
    group.members.add(subscriber);
    this.#size++;
    const messages = before.flatMap(item => messagesFor(subscription, item));
    if (messages.length > 0) this.send(subscriber, messages, () => encoding.encode(messages));
  }

  /** Sends a subscriber what waits for the end of the tick. @returns whether everything for it is on its way */
  settle(subscriber: Subscriber): boolean {
    const group = this.#groups.get(`${subscriber.encoding.key} ${subscriber.subscription.key}`);
    if (group?.members.has(subscriber) !== true) return false;
    this.#flushGroup(group);
    return subscriber.isReady;
  }

  /** Forgets a subscriber whose connection is gone. */
  leave(subscriber: Subscriber): void {
    subscriber.leave();
    this.#slow.delete(subscriber);
    const key = `${subscriber.encoding.key} ${subscriber.subscription.key}`;
    const group = this.#groups.get(key);
    if (group?.members.delete(subscriber) !== true) return;
    this.#size--;
    if (group.members.size === 0) this.#groups.delete(key);
  }

  /** Sends what waits for the end of the tick, and stops. */
  close(): void {
    this.#flush();
    clearInterval(this.#slowTimer);
  }

  #scheduleFlush(): void {
    if (this.#cancelFlush !== undefined) return;
    const waitMs = this.#lastFlushMs + this.tickMs - performance.now();
    if (waitMs > 0) {
      const timer = setTimeout(() => this.#flush(), waitMs);
      this.#cancelFlush = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(() => this.#flush());
      this.#cancelFlush = () => clearImmediate(immediate);
    }
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    for (const group of this.#groups.values()) this.#flushGroup(group);
    this.#lastFlushMs = performance.now();
  }

  #flushGroup(group: Group): void {
    if (group.messages.length === 0) return;
    const { messages } = group;
    group.messages = [];
    let payload: unknown;
    for (const member of group.members) {
      this.send(member, messages, () => {
        payload ??= member.encoding.encode(messages);
        return payload;
      });
    }
  }

  /** Sends one subscriber something; what its connection does not take now waits, within bounds. */
  send(subscriber: Subscriber, messages: readonly LiveMessage[], payload: () => unknown): void {
    subscriber.offer(messages, payload);
    if (subscriber.isReady || subscriber.isClosed) return;
    this.#slow.add(subscriber);
    this.#slowTimer ??= setInterval(() => this.#checkSlow(), SLOW_CHECK_MS);
  }

  #checkSlow(): void {
    const nowMs = performance.now();
    for (const subscriber of this.#slow) {
      if (subscriber.drain(nowMs)) this.#slow.delete(subscriber);
      else if (nowMs - (subscriber.slowSinceMs ?? nowMs) > this.#options.stuckMs) this.#shed(subscriber);
    }
    if (this.#slow.size > 0) return;
    clearInterval(this.#slowTimer);
    this.#slowTimer = undefined;
  }

  #shed(subscriber: Subscriber): void {
    const seconds = Math.round(this.#options.stuckMs / 1000);
    subscriber.close(
      new AiwatchError('LIVE_SUBSCRIBER_STUCK', {
        where: 'the live feed',
        found: `none for ${seconds} seconds`,
      }),
    );
    this.leave(subscriber);
    this.#options.onStuck();
  }
}
