import type { Message } from './attempt.ts';

/** Something to deliver. */
export interface Delivery extends Message {
  /** What has the same lane is delivered in order; undefined for what may overtake. */
  readonly lane: string | undefined;
  /** When it began to wait, as Unix milliseconds. */
  readonly sinceMs: number;
}

/** Deliveries one after another; the first is the one that is tried. */
export interface Lane<D extends Delivery> {
  readonly queue: D[];
  /** Attempts of the first that count. */
  attempts: number;
}

/** Keeps what waits, by lane: of each lane the first can be taken, longest ready first. */
export interface Lanes<D extends Delivery> {
  readonly length: number;
  readonly sizeBytes: number;
  /** When the oldest began to wait; undefined while nothing does. */
  oldestMs(): number | undefined;
  /** The lane that a delivery would wait in, if others do already. */
  find(delivery: D): Lane<D> | undefined;
  add(delivery: D): void;
  /** A lane whose first is to be tried now; it is given out once, until it is `ready` again. */
  take(): Lane<D> | undefined;
  /** Has the first of a lane tried again, after all that are ready now. */
  ready(lane: Lane<D>): void;
  /** Removes the first of a lane; the next is ready. */
  shift(lane: Lane<D>): void;
}

export function createLanes<D extends Delivery>(): Lanes<D> {
  const named = new Map<string, Lane<D>>();
  const all = new Set<Lane<D>>();
  const waiting = new Set<Lane<D>>();
  let length = 0;
  let sizeBytes = 0;

  const find = ({ lane }: D) => (lane === undefined ? undefined : named.get(lane));
  const open = (delivery: D): void => {
    const lane: Lane<D> = { queue: [delivery], attempts: 0 };
    if (delivery.lane !== undefined) named.set(delivery.lane, lane);
    all.add(lane);
    waiting.add(lane);
  };
  const end = (lane: Lane<D>, { lane: name }: D): void => {
    all.delete(lane);
    if (name !== undefined) named.delete(name);
  };
  return {
    get length() {
      return length;
    },
    get sizeBytes() {
      return sizeBytes;
    },
    // Lanes are few, and their first are their oldest.
    oldestMs: () => {
      const firsts = [...all].map(({ queue }) => queue[0]!.sinceMs);
      return firsts.length === 0 ? undefined : firsts.reduce((a, b) => Math.min(a, b));
    },
    find,
    add: delivery => {
      const lane = find(delivery);
      if (lane === undefined) open(delivery);
      else lane.queue.push(delivery);
      length++;
      sizeBytes += delivery.body.length;
    },
    take: () => {
      const [lane] = waiting;
      if (lane !== undefined) waiting.delete(lane);
      return lane;
    },
    ready: lane => void waiting.add(lane),
    shift: lane => {
      const delivery = lane.queue.shift()!;
      length--;
      sizeBytes -= delivery.body.length;
      lane.attempts = 0;
      if (lane.queue.length > 0) waiting.add(lane);
      else end(lane, delivery);
    },
  };
}
