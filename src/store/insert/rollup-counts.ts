import { factsOf } from './facts.ts';
import type { StoredEvent } from './stored-event.ts';

/** How long one bucket of the rollups is: time zones differ by quarters of an hour. */
export const BUCKET_MS = 15 * 60 * 1000;

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
  for (const { event } of events) {
    const facts = factsOf(event);
    const bucket = bucketOf(event.timestamp);
    const { application } = event.source;
    for (const [dimension, key] of facts.keys) {
      const id = `${bucket}\n${dimension}\n${key}\n${application}`;
      let count = counts.get(id);
      if (count === undefined) {
        count = { bucket, dimension, key, application, ...NOTHING };
        counts.set(id, count);
      }
      count.events++;
      count.errors += facts.isError ? 1 : 0;
      count.tokens += Math.round(facts.tokens);
      if (facts.durationMs === undefined) continue;
      count.durations++;
      count.durationMs += facts.durationMs;
    }
  }
  return [...counts.values()];
}

const NOTHING = { events: 0, errors: 0, durations: 0, durationMs: 0, tokens: 0 };

function bucketOf(timestamp: string): string {
  return new Date(Math.floor(Date.parse(timestamp) / BUCKET_MS) * BUCKET_MS).toISOString();
}
