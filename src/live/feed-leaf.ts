import { createEventItem, type FeedEvent, type LiveItem } from './live-item.ts';
import { comparePositions } from './position.ts';

/** A batch that was stored a moment ago, with the JSON of each event; an event's index is its place. */
export interface FeedLeaf {
  readonly leafIndex: number;
  readonly events: readonly { readonly event: FeedEvent; readonly json: string }[];
}

/** Events of a batch as the store reads them: by time, then by place. */
export function itemsOf({ leafIndex, events }: FeedLeaf): readonly LiveItem[] {
  return events
    .map(({ event, json }, place) => createEventItem({ event, leafIndex, place }, json))
    .sort((a, b) => comparePositions(a.at!, b.at!));
}

/** Batches that came before those in front of them; of more the store has to be asked anyhow. */
const MAX_EARLY_LEAVES = 20;

/** Batches that wait for those before them, by their index. */
export class EarlyLeaves {
  readonly #leaves = new Map<number, FeedLeaf>();

  /** Keeps one, if there is room. */
  add(leaf: FeedLeaf): void {
    if (this.#leaves.size < MAX_EARLY_LEAVES) this.#leaves.set(leaf.leafIndex, leaf);
  }

  /** Gives one out, if it is there. */
  take(leafIndex: number): FeedLeaf | undefined {
    const leaf = this.#leaves.get(leafIndex);
    this.#leaves.delete(leafIndex);
    return leaf;
  }

  /** Forgets those that lie before a leaf. @default all */
  forget(before = Number.POSITIVE_INFINITY): void {
    for (const leafIndex of this.#leaves.keys()) if (leafIndex < before) this.#leaves.delete(leafIndex);
  }
}
