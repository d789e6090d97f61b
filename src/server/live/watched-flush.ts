/** A batch that is gathered for longer would be seen later than it has to be. */
const MIN_WAIT_MS = 10;
/** Nobody sees by how much less than this something is late. */
const MAX_WAIT_MS = 150;
/** Storing a batch costs as much as some events of it: it should hold so many, where they come. */
const ENOUGH_EVENTS = 4;

/**
 * How long events wait for others before they are stored while somebody watches: a moment where many come, or hardly
 * any, and up to 150 ms between, since for each event a batch of its own would cost more than showing it.
 */
export class WatchedFlush {
  readonly #now: () => number;
  #askedMs: number;
  #events = 0;

  /** @param now Milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#askedMs = now();
  }

  /** Some were stored. */
  stored(events: number): void {
    this.#events += events;
  }

  /** Asked when a batch begins. @param waiting events that are there @returns milliseconds */
  waitMs(waiting: number): number {
    const nowMs = this.#now();
    const apartMs = (nowMs - this.#askedMs) / this.#events;
    this.#askedMs = nowMs;
    this.#events = 0;
    // Farther apart, others do not come while one waits; where none was stored meanwhile, there is no such number.
    const areClose = apartMs <= MAX_WAIT_MS;
    if (waiting >= ENOUGH_EVENTS || !areClose) return MIN_WAIT_MS;
    return Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, apartMs * (ENOUGH_EVENTS - waiting)));
  }
}
