import type { PoolClient } from 'pg';
import type { RollupCount } from './rollup-counts.ts';

const UPSERT = `
INSERT INTO event_rollups AS r
  (bucket, dimension, key, application, events, errors, durations, duration_ms, tokens)
SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
  $8::double precision[], $9::bigint[])
ON CONFLICT (dimension, bucket, key, application) DO UPDATE SET
  events = r.events + excluded.events,
  errors = r.errors + excluded.errors,
  durations = r.durations + excluded.durations,
  duration_ms = r.duration_ms + excluded.duration_ms,
  tokens = r.tokens + excluded.tokens`;

/** What `upsertRollups` is given of counts. */
export function rollupValues(counts: readonly RollupCount[]): readonly unknown[] {
  return [
    counts.map(({ bucket }) => bucket),
    counts.map(({ dimension }) => dimension),
    counts.map(({ key }) => key),
    counts.map(({ application }) => application),
    counts.map(({ events }) => events),
    counts.map(({ errors }) => errors),
    counts.map(({ durations }) => durations),
    counts.map(({ durationMs }) => durationMs),
    counts.map(({ tokens }) => tokens),
  ];
}

/** Adds what a batch counted to the rollups. */
export async function upsertRollups(client: PoolClient, values: readonly unknown[]): Promise<void> {
  await client.query({ name: 'upsert-rollups', text: UPSERT, values: [...values] });
}
