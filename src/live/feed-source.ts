import type { FeedPage, FeedPosition } from '../events/index.ts';
import type { PlacedFeedEvent } from './live-item.ts';

/** The store, as far as the feed reads it. */
export interface FeedSource {
  /** Reads what was stored from a position on: leaves in their order, events of a leaf by time and place. */
  readAfter(from: FeedPosition, limit: number): Promise<FeedPage<PlacedFeedEvent>>;
  /** The leaf that will be stored next, and the one from which about so many events were stored up to it. */
  readEnd(events: number): Promise<{ readonly endLeaf: number; readonly startLeaf: number }>;
}

/**
 * A leaf without events is an action of an administrator, which may be an erasure: then what is kept in memory is not
 * what is stored any more.
 */
export function hasEmptyLeaf(
  from: FeedPosition,
  { events, next }: Pick<FeedPage<PlacedFeedEvent>, 'events' | 'next'>,
): boolean {
  const first = from.leafIndex + (from.after === undefined ? 0 : 1);
  const withEvents = new Set(events.map(({ leafIndex }) => leafIndex).filter(index => index >= first));
  const passed = next.leafIndex + (next.after === undefined ? 0 : 1) - first;
  return passed > withEvents.size;
}
