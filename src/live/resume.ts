import { setTimeout as sleep } from 'node:timers/promises';
import type { FeedPosition } from '../events/index.ts';
import type { EventRing } from './event-ring.ts';
import type { FeedSource } from './feed-source.ts';
import type { FeedTail } from './feed-tail.ts';
import type { Hub } from './hub.ts';
import { createEventItem, type LiveItem } from './live-item.ts';
import { comparePositions } from './position.ts';
import type { Subscriber } from './subscriber.ts';
import { messagesFor } from './subscription.ts';

export interface ResumeParts {
  readonly hub: Hub;
  readonly history: Pick<FeedSource, 'readAfter'>;
  readonly tail: FeedTail;
  readonly ring: EventRing;
  /** Lets few read the store at once. */
  readonly limit: <T>(read: () => Promise<T>) => Promise<T>;
  /** What is not stored, as it is at the moment of joining the others, and is told first. */
  readonly before: () => readonly LiveItem[];
  readonly onProblem: (error: unknown) => void;
}

const PAGE_EVENTS = 200;
const DRAIN_CHECK_MS = 20;
const RETRY_MS = 1000;

/**
 * Gives a subscriber what was stored since a position, from the ring or else from the store as fast as the connection
 * takes it, and lets it join the others where it has caught up with them: nothing is left out, and nothing comes twice.
 */
export async function resume(subscriber: Subscriber, since: FeedPosition, parts: ResumeParts): Promise<void> {
  const { hub, tail, ring, before } = parts;
  let cursor = since;
  // Another server may be a moment ahead of this one.
  if (isAhead(cursor, tail)) await tail.refresh();
  if (isAhead(cursor, tail)) {
    subscriber.tellGap({ missed: 0, reason: 'unknown_position' });
    cursor = tail.next!;
  }
  while (!subscriber.isClosed && comparePositions(cursor, ring.floor) < 0) {
    cursor = await readPage(subscriber, cursor, parts);
  }
  hub.join(subscriber, [...before(), ...ring.after(cursor)]);
}

/** Positions at the very end of what was told are not ahead. */
function isAhead(cursor: FeedPosition, { next }: FeedTail): boolean {
  return comparePositions(cursor, next!) > 0;
}

/** @returns how far it came; what the others have not got yet is left for when it has joined them */
async function readPage(
  subscriber: Subscriber,
  cursor: FeedPosition,
  { hub, history, tail, limit, onProblem }: ResumeParts,
): Promise<FeedPosition> {
  try {
    const page = await limit(async () => {
      // Whoever has left while others were read for gets nothing read any more.
      return subscriber.isClosed ? undefined : history.readAfter(cursor, PAGE_EVENTS);
    });
    if (page === undefined) return cursor;
    const end = tail.next!;
    const items = page.events
      .map(placed => createEventItem(placed))
      // Between two pages of one leaf the end is at an event, and the others were told of that one too.
      .filter(({ at }) => comparePositions(at!, end) <= 0);
    const messages = items.flatMap(item => messagesFor(subscriber.subscription, item));
    if (messages.length > 0) hub.send(subscriber, messages, () => subscriber.encoding.encode(messages));
    while (!subscriber.isReady && !subscriber.isClosed) await sleep(DRAIN_CHECK_MS);
    return comparePositions(page.next, end) < 0 ? page.next : end;
  } catch (error) {
    onProblem(error);
    await sleep(RETRY_MS);
    return cursor;
  }
}
