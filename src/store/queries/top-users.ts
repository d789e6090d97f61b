import type { Pool } from 'pg';
import { IS_ERROR, TOKENS } from './counted-rows.ts';
import { type ActivityQuestion, mostActiveUsers } from './most-active-users.ts';
import { DAY_MS, splitRange } from './time-range.ts';

/** What a user did in a range. */
export interface TopUser {
  readonly userId: string;
  readonly events: number;
  readonly messages: number;
  /** Events that say that something failed. */
  readonly errors: number;
  readonly tokens: number;
  /** First and last event in the range; null where events are not kept that long. */
  readonly firstSeen: Date | null;
  readonly lastSeen: Date | null;
}

const eventRows = (from: string, to: string) => `
  SELECT e.user_id, 1, (e.event_type IN ('chat', 'message'))::int, ${IS_ERROR}::int, ${TOKENS}
  FROM monitoring_events e
  WHERE e.user_id = ANY($8::text[]) AND e."timestamp" >= ${from}::timestamptz AND e."timestamp" < ${to}::timestamptz
    AND ($7::text IS NULL OR e.source->>'application' = $7)`;

const SELECT = `
SELECT u.user_id AS "userId", u.events, u.messages, u.errors, u.tokens, seen.first AS "firstSeen", seen.last AS "lastSeen"
FROM (
  SELECT user_id, sum(events)::bigint AS events, sum(messages)::bigint AS messages, sum(errors)::bigint AS errors,
    sum(tokens)::bigint AS tokens
  FROM (
    SELECT user_id, events, messages, errors, tokens FROM user_days
    WHERE user_id = ANY($8::text[]) AND ($7::text IS NULL OR application = $7)
      AND day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND day < ($2::timestamptz AT TIME ZONE 'UTC')::date
    UNION ALL ${eventRows('$3', '$4')}
    UNION ALL ${eventRows('$5', '$6')}
  ) AS counted
  GROUP BY user_id
) u
CROSS JOIN LATERAL (
  SELECT min("timestamp") AS first, max("timestamp") AS last
  FROM monitoring_events
  WHERE user_id = u.user_id AND "timestamp" >= $9::timestamptz AND "timestamp" < $10::timestamptz
    AND ($7::text IS NULL OR source->>'application' = $7)
) AS seen
ORDER BY u.events DESC, u.user_id COLLATE "C"`;

/** The most active users of a range, the first one first. */
export async function topUsers(pool: Pool, question: ActivityQuestion): Promise<readonly TopUser[]> {
  const { application, from, to } = question;
  const users = await mostActiveUsers(pool, question);
  const { whole, before, after } = splitRange(question, DAY_MS);
  const { rows } = await pool.query<TopUser>(SELECT, [
    ...whole,
    ...before,
    ...after,
    application ?? null,
    users.map(({ userId }) => userId),
    from ?? '-infinity',
    to ?? 'infinity',
  ]);
  return rows;
}
