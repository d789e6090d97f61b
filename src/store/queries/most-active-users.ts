import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import { findActiveCandidates } from './active-candidates.ts';
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
    AND ($9::text[] IS NULL OR user_id = ANY($9))
  GROUP BY user_id`;

const SELECT = `
SELECT user_id AS "userId", sum(events)::bigint AS events
FROM (
  SELECT user_id, events FROM user_days
  WHERE day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND day < ($2::timestamptz AT TIME ZONE 'UTC')::date
    AND ($7::text IS NULL OR application = $7)
    AND ($9::text[] IS NULL OR user_id = ANY($9))
  UNION ALL ${eventRows('$3', '$4')}
  UNION ALL ${eventRows('$5', '$6')}
) AS counted
GROUP BY user_id
ORDER BY events DESC, user_id COLLATE "C"
LIMIT $8`;

/** All statements see the same events. Where all users are counted at once, less memory would mean to do so on disk. */
const BEGIN = `
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET LOCAL work_mem = '32MB'`;

/**
 * The users with the most events, the most active first: whole days as they were counted, and the events of the edges.
 * Where few users can be among them, no others are counted.
 */
export async function mostActiveUsers(
  pool: Pool,
  { application, limit, ...range }: ActivityQuestion,
): Promise<readonly UserActivity[]> {
  const split = splitRange(range, DAY_MS);
  const { whole, before, after } = split;
  const only = application ?? null;
  return inTransaction(pool, async client => {
    await client.query(BEGIN);
    const candidates = await findActiveCandidates(client, { ...split, application: only, limit });
    const values = [...whole, ...before, ...after, only, limit, candidates ?? null];
    return (await client.query<UserActivity>(SELECT, values)).rows;
  });
}
