import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import { DAY_MS, type OpenRange, splitRange } from './time-range.ts';

export interface ActivityQuestion extends OpenRange {
  readonly application?: string | undefined;
  /** Users at the most. */
  readonly limit: number;
}

export interface UserActivity {
  readonly userId: string;
  readonly events: number;
}

const eventRows = (from: string, to: string) => `
  SELECT user_id, count(*) AS events FROM monitoring_events
  WHERE "timestamp" >= ${from}::timestamptz AND "timestamp" < ${to}::timestamptz AND user_id IS NOT NULL
    AND ($7::text IS NULL OR source->>'application' = $7)
  GROUP BY user_id`;

const SELECT = `
SELECT user_id AS "userId", sum(events)::bigint AS events
FROM (
  SELECT user_id, events FROM user_days
  WHERE day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND day < ($2::timestamptz AT TIME ZONE 'UTC')::date
    AND ($7::text IS NULL OR application = $7)
  UNION ALL ${eventRows('$3', '$4')}
  UNION ALL ${eventRows('$5', '$6')}
) AS counted
GROUP BY user_id
ORDER BY events DESC, user_id COLLATE "C"
LIMIT $8`;

/** All users of the range are counted at once; with less memory PostgreSQL would do so on disk. */
const SET_MEMORY = "SELECT set_config('work_mem', '32MB', true)";

/** The users with the most events, the most active first: whole days as they were counted, and the events of the edges. */
export async function mostActiveUsers(
  pool: Pool,
  { application, limit, ...range }: ActivityQuestion,
): Promise<readonly UserActivity[]> {
  const { whole, before, after } = splitRange(range, DAY_MS);
  const values = [...whole, ...before, ...after, application ?? null, limit];
  return inTransaction(pool, async client => {
    await client.query(SET_MEMORY);
    return (await client.query<UserActivity>(SELECT, values)).rows;
  });
}
