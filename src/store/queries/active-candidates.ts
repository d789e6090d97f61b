import type { PoolClient } from 'pg';
import type { SplitRange } from './time-range.ts';

export interface CandidateQuestion extends SplitRange {
  readonly application: string | null;
  /** Users that are asked for. */
  readonly limit: number;
}

/** Of more than so many it takes no longer to count everybody. */
const MAX_CANDIDATES = 5000;
/** Users whose days are added up for the bound, for each user that is asked for. */
const SAMPLE_FACTOR = 4;

const isWholeDay = (days: string) => `
  ${days}.day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND ${days}.day < ($2::timestamptz AT TIME ZONE 'UTC')::date
  AND ($3::text IS NULL OR ${days}.application = $3)`;

/**
 * Adds up users who had much on one day, found in a hundredth of the pages: those who are asked for have no less than
 * the last of so many of them. Who has that much has its share in one part at least. Parts are the counts of a day and
 * an application, of which the rollups know how many there are, and the two edges. No row where users are too few.
 */
const SELECT_BOUND = `
WITH sampled AS MATERIALIZED (
  SELECT DISTINCT user_id FROM (
    SELECT user_id FROM user_days d TABLESAMPLE SYSTEM (1)
    WHERE ${isWholeDay('d')}
    ORDER BY events DESC
    LIMIT $4::int * ${SAMPLE_FACTOR}
  ) AS most
), parts AS (
  SELECT DISTINCT date_bin('1 day', bucket, '2000-01-01Z'), application
  FROM event_rollups
  WHERE dimension = 'type' AND bucket >= $1::timestamptz AND bucket < $2::timestamptz
    AND ($3::text IS NULL OR application = $3)
)
SELECT ceil(sum(d.events) / (SELECT 2 + count(*) FROM parts))::bigint AS bound
FROM sampled JOIN user_days d USING (user_id)
WHERE ${isWholeDay('d')}
GROUP BY user_id
ORDER BY bound DESC
OFFSET $4::int - 1 LIMIT 1`;

const edgeUsers = (from: string, to: string) => `
  SELECT user_id FROM monitoring_events
  WHERE "timestamp" >= ${from}::timestamptz AND "timestamp" < ${to}::timestamptz AND user_id IS NOT NULL
    AND ($3::text IS NULL OR source->>'application' = $3)
  GROUP BY user_id HAVING count(*) >= $4::bigint`;

const SELECT_CANDIDATES = `
SELECT user_id AS "userId" FROM user_days d WHERE ${isWholeDay('d')} AND events >= $4::bigint
UNION ${edgeUsers('$5', '$6')}
UNION ${edgeUsers('$7', '$8')}
LIMIT ${MAX_CANDIDATES + 1}`;

/**
 * The only users that can be the most active ones of a range, or undefined where that cannot be told of few.
 * Activity is uneven: most users have never had a day on which they would have come near.
 */
export async function findActiveCandidates(
  client: PoolClient,
  { whole, before, after, application, limit }: CandidateQuestion,
): Promise<readonly string[] | undefined> {
  const found = await client.query<{ bound: number }>(SELECT_BOUND, [...whole, application, limit]);
  const bound = found.rows[0]?.bound ?? 0;
  if (bound <= 1) return undefined;
  const values = [...whole, application, bound, ...before, ...after];
  const { rows } = await client.query<{ userId: string }>(SELECT_CANDIDATES, values);
  return rows.length > MAX_CANDIDATES ? undefined : rows.map(({ userId }) => userId);
}
