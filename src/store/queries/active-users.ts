import type { Pool } from 'pg';
import type { TimeRange } from './time-range.ts';

/** Somebody who was there a moment ago. */
export interface ActiveUser {
  readonly userId: string;
  readonly events: number;
  readonly lastSeen: Date;
}

const SELECT = `
SELECT user_id AS "userId", count(*) AS events, max("timestamp") AS "lastSeen"
FROM monitoring_events
WHERE "timestamp" >= $1::timestamptz AND "timestamp" < $2::timestamptz AND user_id IS NOT NULL
GROUP BY user_id
ORDER BY "lastSeen" DESC, user_id
LIMIT $3`;

/** The users of a short range, the last seen first. */
export async function activeUsers(
  pool: Pool,
  { from, to }: TimeRange,
  limit: number,
): Promise<readonly ActiveUser[]> {
  const { rows } = await pool.query<ActiveUser>(SELECT, [from, to, limit]);
  return rows;
}
