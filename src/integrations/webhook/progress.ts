import type { FeedPage, FeedPosition } from '../../events/index.ts';
import type { DeliveryCursor, PlacedEvent } from '../../store/index.ts';

type Place = Pick<PlacedEvent, 'leafIndex' | 'place'>;

/** What was read of the store, and what of that is still to be delivered. */
export interface Progress {
  readonly next: FeedPosition;
  /** Takes a page as read, and its events as waiting. */
  read(page: Pick<FeedPage<PlacedEvent>, 'events' | 'next'>): void;
  /** An event was delivered or put aside. */
  finish(event: Place): void;
  /** What to keep; undefined where it has not changed since it was asked last. */
  takeChange(): DeliveryCursor | undefined;
  /** What was taken could not be kept. */
  keepChange(): void;
}

export function createProgress(start: FeedPosition, events: readonly Place[]): Progress {
  const waiting = new Map<number, Set<number>>();
  let next = start;
  let isChanged = true;

  const addAll = (places: readonly Place[]): void => {
    for (const { leafIndex, place } of places) {
      const leaf = waiting.get(leafIndex);
      if (leaf === undefined) waiting.set(leafIndex, new Set([place]));
      else leaf.add(place);
    }
  };
  addAll(events);
  return {
    get next() {
      return next;
    },
    read: page => {
      isChanged ||= page.next !== next;
      next = page.next;
      addAll(page.events);
    },
    finish: ({ leafIndex, place }) => {
      const leaf = waiting.get(leafIndex);
      leaf?.delete(place);
      if (leaf?.size === 0) waiting.delete(leafIndex);
      isChanged = true;
    },
    takeChange: () => {
      if (!isChanged) return undefined;
      isChanged = false;
      const leaves = [...waiting].sort(([a], [b]) => a - b);
      return { next, waiting: leaves.map(([leafIndex, places]) => [leafIndex, [...places]] as const) };
    },
    keepChange: () => {
      isChanged = true;
    },
  };
}
