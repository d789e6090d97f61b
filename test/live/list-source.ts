import type { FeedPage } from '../../src/events/index.ts';
import type { FeedLeaf, FeedSource, PlacedFeedEvent } from '../../src/live/index.ts';
import { buildEvent } from '../support/records.ts';

/** A store in memory: leaves in their order, each with its events, or of an action without any. */
export class ListSource implements FeedSource {
  readonly leaves: FeedLeaf[] = [];
  /** Rejects while it is set. */
  isAway = false;
  /** While it is set, questions are never answered. */
  isHanging = false;
  /** How often it was asked. */
  questions = 0;

  /** Stores a batch. @returns what those are told who take it as it comes */
  store(...ids: readonly string[]): FeedLeaf {
    const leafIndex = this.leaves.length;
    const timestamp = new Date(1_700_000_000_000 + leafIndex).toISOString();
    const events = ids.map(id => buildEvent({ id, timestamp }));
    const leaf = { leafIndex, events: events.map(event => ({ event, json: JSON.stringify(event) })) };
    this.leaves.push(leaf);
    return leaf;
  }

  /** The ids of all events, in the order of storing. */
  ids(): readonly string[] {
    return this.leaves.flatMap(({ events }) => events.map(({ json }) => JSON.parse(json).id as string));
  }

  async readEnd(events: number) {
    await this.#answer();
    let startLeaf = this.leaves.length;
    for (let left = events; startLeaf > 0; startLeaf--) {
      left -= this.leaves[startLeaf - 1]!.events.length;
      if (left < 0) break;
    }
    return { endLeaf: this.leaves.length, startLeaf };
  }

  async readAfter(
    from: Parameters<FeedSource['readAfter']>[0],
    limit: number,
  ): Promise<FeedPage<PlacedFeedEvent>> {
    await this.#answer();
    const events: PlacedFeedEvent[] = [];
    for (const leaf of this.leaves.slice(from.leafIndex)) {
      const after = leaf.leafIndex === from.leafIndex ? from.after : undefined;
      for (const [place, { event }] of leaf.events.entries()) {
        if (after !== undefined && place <= after.place) continue;
        events.push({ event, leafIndex: leaf.leafIndex, place });
        if (events.length < limit) continue;
        return {
          events,
          next: { leafIndex: leaf.leafIndex, after: { timestamp: event.timestamp, place } },
          isEnd: false,
        };
      }
    }
    const next = from.leafIndex >= this.leaves.length ? from : { leafIndex: this.leaves.length };
    return { events, next, isEnd: true };
  }

  /** As a database does, it answers in a later turn. */
  async #answer(): Promise<void> {
    this.questions++;
    if (this.isHanging) await new Promise(() => {});
    await new Promise(resolve => setImmediate(resolve));
    if (this.isAway) throw new Error('the store is away');
  }
}
