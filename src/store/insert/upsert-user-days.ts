import type { PoolClient } from 'pg';
import { numberArray, textArray } from './arrays.ts';
import type { UserDayCount } from './user-counts.ts';

const UPSERT = `
INSERT INTO user_days AS u (day, user_id, application, events, messages, errors, tokens)
SELECT $1::date, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
ON CONFLICT (day, user_id, application) DO UPDATE SET
  events = u.events + excluded.events,
  messages = u.messages + excluded.messages,
  errors = u.errors + excluded.errors,
  tokens = u.tokens + excluded.tokens`;

/** What `upsertUserDays` is given of counts, which are of one day; undefined where there are none. */
export function userDayValues(counts: readonly UserDayCount[]): readonly unknown[] | undefined {
  if (counts.length === 0) return undefined;
  return [
    counts[0]!.day,
    textArray(counts.map(({ userId }) => userId)),
    textArray(counts.map(({ application }) => application)),
    numberArray(counts.map(({ events }) => events)),
    numberArray(counts.map(({ messages }) => messages)),
    numberArray(counts.map(({ errors }) => errors)),
    numberArray(counts.map(({ tokens }) => tokens)),
  ];
}

/** Adds what a batch counted to the days of its users. */
export async function upsertUserDays(client: PoolClient, values: readonly unknown[]): Promise<void> {
  await client.query({ name: 'upsert-user-days', text: UPSERT, values: [...values] });
}
