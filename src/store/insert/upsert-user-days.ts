import type { PoolClient } from 'pg';
import { numberArray } from './number-array.ts';
import type { UserCount } from './user-counts.ts';

const UPSERT = `
INSERT INTO user_days AS u (day, user_id, application, events, messages, errors, tokens)
SELECT $1::date, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
ON CONFLICT (day, user_id, application) DO UPDATE SET
  events = u.events + excluded.events,
  messages = u.messages + excluded.messages,
  errors = u.errors + excluded.errors,
  tokens = u.tokens + excluded.tokens`;

/** Adds what a batch counted to the days of its users; all are of one day. */
export async function upsertUserDays(client: PoolClient, counts: readonly UserCount[]): Promise<void> {
  if (counts.length === 0) return;
  const columns = [
    counts[0]!.day,
    counts.map(({ userId }) => userId),
    counts.map(({ application }) => application),
    numberArray(counts.map(({ events }) => events)),
    numberArray(counts.map(({ messages }) => messages)),
    numberArray(counts.map(({ errors }) => errors)),
    numberArray(counts.map(({ tokens }) => tokens)),
  ];
  await client.query({ name: 'upsert-user-days', text: UPSERT, values: columns });
}
