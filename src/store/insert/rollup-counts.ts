import { type EventFacts, factsOf } from './facts.ts';
import type { StoredEvent } from './stored-event.ts';

const BUCKET_MINUTES = 15;
/** How long one bucket of the rollups is: time zones differ by quarters of an hour. */
export const BUCKET_MS = BUCKET_MINUTES * 60 * 1000;

/** What is added to one row of `event_rollups`. */
export interface RollupCount {
  readonly bucket: string;
  readonly dimension: string;
  readonly key: string;
  readonly application: string;
  events: number;
  errors: number;
  durations: number;
  durationMs: number;
  tokens: number;
}

/** The counts of one application in one bucket, by dimension and key. */
type Counts = Map<string, Map<string, RollupCount>>;

/** What a batch adds to the rollups. */
export function countRollups(events: readonly StoredEvent[]): readonly RollupCount[] {
  const all: RollupCount[] = [];
  const places = new Map<string, Counts>();
  for (const { event } of events) {
    const bucket = bucketOf(event.timestamp);
    const { application } = event.source;
    // All buckets are of one length: no two places have the same text.
    const counts = madeIfMissing(places, bucket + application, createCounts);
    const count = (dimension: string, key: string): RollupCount =>
      madeIfMissing(madeIfMissing(counts, dimension, createKeys), key, () => {
        const made = { bucket, dimension, key, application, ...NOTHING };
        all.push(made);
        return made;
      });
    const facts = factsOf(event);
    add(count('type', event.type), facts);
    add(count('event', `${event.type}:${event.event}`), facts);
    if (facts.key !== '') add(count(facts.dimension, facts.key), facts);
  }
  return all;
}

const NOTHING = { events: 0, errors: 0, durations: 0, durationMs: 0, tokens: 0 };
const createCounts = (): Counts => new Map();
const createKeys = () => new Map<string, RollupCount>();

function madeIfMissing<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function add(count: RollupCount, { isError, tokens, durationMs }: EventFacts): void {
  count.events++;
  count.errors += isError ? 1 : 0;
  count.tokens += Math.round(tokens);
  if (durationMs === undefined) return;
  count.durations++;
  count.durationMs += durationMs;
}

/** The beginning of the quarter of an hour; times are as `toISOString` writes them. */
function bucketOf(timestamp: string): string {
  const minute = Number(timestamp.slice(14, 16));
  const quarter = String(minute - (minute % BUCKET_MINUTES)).padStart(2, '0');
  return `${timestamp.slice(0, 14)}${quarter}:00.000Z`;
}
