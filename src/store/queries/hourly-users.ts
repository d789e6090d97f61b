import type { Pool } from 'pg';
import { HOUR_MS, splitRange, type TimeRange } from './time-range.ts';

const MS_PER_SECOND = 1000;

const eventRows = (from: string, to: string) => `
  SELECT date_trunc('hour', "timestamp", 'UTC') AS hour, user_id FROM monitoring_events
  WHERE "timestamp" >= ${from}::timestamptz AND "timestamp" < ${to}::timestamptz AND event_type IN ('chat', 'message')`;

/** An hour is either whole or at an edge. */
const SELECT = `
SELECT extract(epoch FROM hour)::bigint AS start, unique_users AS users FROM hourly_messages
WHERE hour >= $1::timestamptz AND hour < $2::timestamptz
UNION ALL
SELECT extract(epoch FROM hour)::bigint, count(DISTINCT user_id)
FROM (${eventRows('$3', '$4')} UNION ALL ${eventRows('$5', '$6')}) AS edges
GROUP BY hour`;

/**
 * How many users wrote messages, by the beginning of each hour of UTC as Unix milliseconds: whole hours as they were
 * counted when they were stored (by a sketch, as `userSets` counts them), and the events of the edges.
 */
export async function hourlyUsers(pool: Pool, range: TimeRange): Promise<ReadonlyMap<number, number>> {
  const { whole, before, after } = splitRange(range, HOUR_MS);
  const { rows } = await pool.query<{ start: number; users: number }>(SELECT, [
    ...whole,
    ...before,
    ...after,
  ]);
  return new Map(rows.map(({ start, users }) => [start * MS_PER_SECOND, users]));
}
