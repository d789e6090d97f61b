import type { LiveChannel, LiveFrame } from '../api/live.ts';
import { EventRing, type RingBounds } from './event-ring.ts';
import type { FeedLeaf } from './feed-leaf.ts';
import type { FeedSource } from './feed-source.ts';
import { FeedTail } from './feed-tail.ts';
import { Hub } from './hub.ts';
import { LastFrames } from './last-frames.ts';
import { createLimiter } from './limiter.ts';
import { createFrameItem } from './live-item.ts';
import { formatFeedPosition } from './position.ts';
import { resume } from './resume.ts';
import { type DeliveryCount, type LiveSink, Subscriber, type SubscriberBounds } from './subscriber.ts';
import { followsEvents, type Subscription } from './subscription.ts';
import { Watchers } from './watchers.ts';

export interface LiveFeedOptions {
  readonly source: FeedSource;
  /** Reads for those who come back; not what the feed itself waits for. @default `source` */
  readonly history?: Pick<FeedSource, 'readAfter'> | undefined;
  readonly onProblem: (error: unknown) => void;
  /** Told of each subscriber that is disconnected as its connection takes nothing. */
  readonly onStuck?: (() => void) | undefined;
  /** How long a connection may take nothing. @default 30,000 */
  readonly stuckMs?: number | undefined;
  readonly ring?: RingBounds | undefined;
  readonly bounds?: SubscriberBounds | undefined;
  /** See `FeedTailOptions`. */
  readonly graceMs?: number | undefined;
  /** See `FeedTailOptions`. */
  readonly answerMs?: number | undefined;
  /** How long nobody watches before events are not looked at any more. @default 10,000 */
  readonly idleMs?: number | undefined;
}

/** Somebody who is told of what happens. */
export interface Membership {
  /**
   * Up to where the subscriber was sent everything that is for it: whoever comes back from there misses nothing, though
   * no event was for it since. Undefined where that is not known, e.g. as something still waits for its connection.
   */
  position(): string | undefined;
  leave(): void;
}

/** What happens, as it is stored, for everybody who subscribes. */
export interface LiveFeed {
  /** Begins with what comes after `since` of the subscription, or without one with what comes from now on. */
  subscribe<Payload>(subscription: Subscription, sink: LiveSink<Payload>, count: DeliveryCount): Membership;
  /** A batch that was stored, here or elsewhere. */
  take(leaf: FeedLeaf): void;
  /** A leaf is in the store. */
  expect(leafIndex: number): void;
  /** Looks for what is new in the store. */
  refresh(): void;
  /** Sends something that is not stored to the subscribers of a channel. */
  sendFrame(channel: LiveChannel, frame: LiveFrame): void;
  /** How many have subscribed to what is made of events; metrics and health are not. */
  readonly watchers: number;
  /** Whether nobody has watched events for a while: then it is enough to say which leaf was stored. */
  readonly isAsleep: boolean;
  /** Whether somebody has subscribed to a channel. */
  isWatched(channel: LiveChannel): boolean;
  /** Has somebody told when one subscribes. */
  onSubscribed(listener: (subscription: Subscription) => void): void;
  close(): Promise<void>;
}

const STUCK_MS = 30_000;
/** Pages that come back after a restart, or are loaded again, are there before. */
const IDLE_MS = 10_000;
/** What a page that comes back after a restart or a tunnel has missed. */
const RING: RingBounds = { maxItems: 2000, maxBytes: 4 * 2 ** 20 };
const BOUNDS: SubscriberBounds = { bufferBytes: 256 * 1024, maxWaiting: 1000, maxWaitingBytes: 2 ** 20 };
/** Readers of the store at once, of all who come back. */
const MAX_READERS = 2;

export function createLiveFeed(options: LiveFeedOptions): LiveFeed {
  const { source, onProblem, onStuck = () => {}, stuckMs = STUCK_MS, bounds = BOUNDS } = options;
  const { history = source, ring: ringBounds = RING, idleMs = IDLE_MS } = options;
  const hub = new Hub({ stuckMs, onStuck });
  const limit = createLimiter(MAX_READERS);
  let ring: EventRing | undefined;
  let tellWarm = () => {};
  const warm = new Promise<void>(resolve => {
    tellWarm = resolve;
  });
  const tail = new FeedTail({
    source,
    warmEvents: ringBounds.maxItems,
    onProblem,
    graceMs: options.graceMs,
    answerMs: options.answerMs,
    onStart: from => {
      ring = new EventRing(ringBounds, from);
    },
    onWarm: tellWarm,
    onItems: (items, isNews) => {
      for (const item of items) ring!.push(item);
      if (isNews) hub.publish(items);
    },
    onBreak: from => ring!.clear(from),
  });
  const members = new Set<Subscriber>();
  const watchers = new Watchers(tail, idleMs);
  const lastFrames = new LastFrames();
  let onSubscribed: (subscription: Subscription) => void = () => {};
  void tail.refresh();

  const start = async (subscriber: Subscriber): Promise<void> => {
    const { since } = subscriber.subscription;
    if (since === undefined || !followsEvents(subscriber.subscription)) {
      hub.join(subscriber, lastFrames.list());
    } else {
      await warm;
      await resume(subscriber, since, {
        hub,
        history,
        tail,
        ring: ring!,
        limit,
        before: () => lastFrames.list(),
        onProblem,
      });
    }
  };
  return {
    subscribe: (subscription, sink, count) => {
      const subscriber = new Subscriber(subscription, sink, { bounds, count }) as Subscriber;
      members.add(subscriber);
      watchers.add(subscriber);
      void start(subscriber).catch(onProblem);
      onSubscribed(subscription);
      return {
        position: () => (tail.isWarm && hub.settle(subscriber) ? formatFeedPosition(tail.next!) : undefined),
        leave: () => {
          members.delete(subscriber);
          hub.leave(subscriber);
          watchers.delete(subscriber);
        },
      };
    },
    take: leaf => tail.take(leaf),
    expect: leafIndex => tail.expect(leafIndex),
    refresh: () => void tail.refresh(),
    sendFrame: (channel, frame) => {
      const item = createFrameItem(channel, frame);
      lastFrames.set(frame, item);
      hub.publish([item]);
    },
    isWatched: channel => [...members].some(({ subscription }) => subscription.channels.includes(channel)),
    onSubscribed: listener => {
      onSubscribed = listener;
    },
    get watchers() {
      return watchers.size;
    },
    get isAsleep() {
      return tail.isAsleep;
    },
    close: async () => {
      for (const member of members) hub.leave(member);
      members.clear();
      watchers.close();
      hub.close();
      await tail.close();
    },
  };
}
