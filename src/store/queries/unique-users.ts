import type { Pool } from 'pg';
import type { SketchScope } from '../insert/sketches.ts';
import { DAY_MS, type OpenRange, splitRange } from './time-range.ts';
import { userSets } from './user-sets.ts';

export interface UniqueUsersQuestion extends OpenRange {
  /** Of which events the users count. */
  readonly scope: SketchScope;
  readonly application?: string | undefined;
}

const eventRows = (from: string, to: string) => `
  SELECT user_id FROM monitoring_events
  WHERE "timestamp" >= ${from}::timestamptz AND "timestamp" < ${to}::timestamptz
    AND ($1 = 'all' OR event_type IN ('chat', 'message')) AND source->>'application' = $2`;

const COUNT_OF_APPLICATION = `
SELECT count(DISTINCT user_id) AS users
FROM (
  SELECT user_id FROM user_days
  WHERE day >= ($3::timestamptz AT TIME ZONE 'UTC')::date AND day < ($4::timestamptz AT TIME ZONE 'UTC')::date
    AND application = $2 AND ($1 = 'all' OR messages > 0)
  UNION ALL ${eventRows('$5', '$6')}
  UNION ALL ${eventRows('$7', '$8')}
) AS active`;

/** How many users there were: of all applications by sketches (within 1.6 % beyond a thousand), of one exactly. */
export async function uniqueUsers(
  pool: Pool,
  { scope, application, ...range }: UniqueUsersQuestion,
): Promise<number> {
  if (application === undefined) {
    const [users] = (await userSets(pool, { ...range, scope })).values();
    return users?.count() ?? 0;
  }
  const { whole, before, after } = splitRange(range, DAY_MS);
  const values = [scope, application, ...whole, ...before, ...after];
  const { rows } = await pool.query<{ users: number }>(COUNT_OF_APPLICATION, values);
  return rows[0]!.users;
}
