import type { FeedPosition } from '../events/index.ts';
import type { LiveItem } from './live-item.ts';
import { comparePositions } from './position.ts';

/** Bounds of what is kept in memory for those who come back. */
export interface RingBounds {
  readonly maxItems: number;
  readonly maxBytes: number;
}

/** The events that were stored last, in the order of storing and without a hole. */
export class EventRing {
  readonly #bounds: RingBounds;
  #items: LiveItem[] = [];
  /** Items before it are gone already; they are cut off now and then. */
  #start = 0;
  #bytes = 0;
  #floor: FeedPosition;

  constructor(bounds: RingBounds, floor: FeedPosition) {
    this.#bounds = bounds;
    this.#floor = floor;
  }

  /** Everything that was stored from here on is in the ring. */
  get floor(): FeedPosition {
    return this.#floor;
  }

  /** Adds what comes next. */
  push(item: LiveItem): void {
    this.#items.push(item);
    this.#bytes += item.sizeBytes;
    while (this.#items.length - this.#start > this.#bounds.maxItems || this.#bytes > this.#bounds.maxBytes) {
      const gone = this.#items[this.#start++]!;
      this.#bytes -= gone.sizeBytes;
      this.#floor = gone.at!;
    }
    if (this.#start <= this.#bounds.maxItems) return;
    this.#items = this.#items.slice(this.#start);
    this.#start = 0;
  }

  /** Forgets all; what comes next begins at a position. */
  clear(floor: FeedPosition): void {
    this.#items = [];
    this.#start = 0;
    this.#bytes = 0;
    this.#floor = floor;
  }

  /** What comes after a position that is not before the floor. */
  after(position: FeedPosition): readonly LiveItem[] {
    let low = this.#start;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (comparePositions(this.#items[middle]!.at!, position) <= 0) low = middle + 1;
      else high = middle;
    }
    return this.#items.slice(low);
  }
}
