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

/** What a batch adds to the rollups. */
export function countRollups(events: readonly StoredEvent[]): readonly RollupCount[] {
  const counts = new Map<string, RollupCount>();
  // Many events are counted under the same keys: those are looked up together.
  const countsOfKeys = new Map<string, readonly RollupCount[]>();
  for (const { event } of events) {
    const facts = factsOf(event);
    const bucket = bucketOf(event.timestamp);
    const { application } = event.source;
    const id = JSON.stringify([bucket, application, facts.keys]);
    let found = countsOfKeys.get(id);
    if (found === undefined) {
      found = facts.keys.map(([dimension, key]) => countOf(counts, { bucket, dimension, key, application }));
      countsOfKeys.set(id, found);
    }
    for (const count of found) add(count, facts);
  }
  return [...counts.values()];
}

const NOTHING = { events: 0, errors: 0, durations: 0, durationMs: 0, tokens: 0 };

function countOf(
  counts: Map<string, RollupCount>,
  place: Pick<RollupCount, 'bucket' | 'dimension' | 'key' | 'application'>,
): RollupCount {
  const { bucket, dimension, key, application } = place;
  const id = JSON.stringify([bucket, dimension, key, application]);
  const count = counts.get(id) ?? { ...place, ...NOTHING };
  counts.set(id, count);
  return count;
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
