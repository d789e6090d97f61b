import type { Pool } from 'pg';
import { HOUR_MS, splitRange, type TimeRange } from './time-range.ts';

export interface HourlyUsersQuestion extends TimeRange {
  /** IANA name. */
  readonly timeZone: string;
}

const MS_PER_SECOND = 1000;

/** An hour of UTC that two hours of the zone share (in zones with half hours) belongs to the one in which it begins. */
const startOf = (time: string) => `extract(epoch FROM date_trunc('hour', ${time}, $1::text))::bigint`;

const eventRows = (from: string, to: string) => `
  SELECT date_trunc('hour', "timestamp", 'UTC') AS hour, user_id FROM monitoring_events
  WHERE "timestamp" >= ${from}::timestamptz AND "timestamp" < ${to}::timestamptz AND event_type IN ('chat', 'message')`;

/** An hour is either whole or at an edge. */
const SELECT = `
SELECT ${startOf('hour')} AS start, unique_users AS users FROM hourly_messages
WHERE hour >= $2::timestamptz AND hour < $3::timestamptz
UNION ALL
SELECT ${startOf('hour')}, count(DISTINCT user_id)
FROM (${eventRows('$4', '$5')} UNION ALL ${eventRows('$6', '$7')}) AS edges
GROUP BY hour`;

/**
 * How many users wrote messages, by the beginning of each hour of a time zone as Unix milliseconds: whole hours as they
 * were counted when they were stored (by a sketch, as `userSets` counts them), and the events of the edges.
 */
export async function hourlyUsers(
  pool: Pool,
  { timeZone, ...range }: HourlyUsersQuestion,
): Promise<ReadonlyMap<number, number>> {
  const { whole, before, after } = splitRange(range, HOUR_MS);
  const { rows } = await pool.query<{ start: number; users: number }>(SELECT, [
    timeZone,
    ...whole,
    ...before,
    ...after,
  ]);
  return new Map(rows.map(({ start, users }) => [start * MS_PER_SECOND, users]));
}
