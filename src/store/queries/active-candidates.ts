import type { PoolClient } from 'pg';
import type { SplitRange } from './time-range.ts';

export interface CandidateQuestion extends SplitRange {
  readonly application: string | null;
  /** Users that are asked for. */
  readonly limit: number;
}

/** Of more than so many it takes no longer to count everybody. */
const MAX_CANDIDATES = 5000;
/** Of `user_days` so much is looked through for users whose days are added up: 15,000 rows. */
const SAMPLE_BYTES = 2 * 1024 * 1024;
/** These users, for each that is asked for. */
const SAMPLE_FACTOR = 4;

const IS_WHOLE_DAY = `
  day >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND day < ($2::timestamptz AT TIME ZONE 'UTC')::date
  AND ($3::text IS NULL OR application = $3)`;

/**
 * Adds up the users who have the most in a few pages: those who are asked for have no less than the last of so many of
 * them. Who has that much has its share in one part at least. Parts are the counts of a day and an application, of which
 * the rollups know how many there are, and the two edges. No row where users are too few.
 */
const SELECT_BOUND = `
WITH sampled AS MATERIALIZED (
  SELECT user_id
  FROM user_days TABLESAMPLE SYSTEM (least(100, 100.0 * ${SAMPLE_BYTES} / (1 + pg_relation_size('user_days'))))
  WHERE ${IS_WHOLE_DAY}
  GROUP BY user_id
  ORDER BY sum(events) DESC
  LIMIT $4::int * ${SAMPLE_FACTOR}
), parts AS (
  SELECT DISTINCT date_bin('1 day', bucket, '2000-01-01Z'), application
  FROM event_rollups
  WHERE dimension = 'type' AND bucket >= $1::timestamptz AND bucket < $2::timestamptz
    AND ($3::text IS NULL OR application = $3)
)
SELECT ceil(sum(events) / (SELECT 2 + count(*) FROM parts))::bigint AS bound
FROM sampled JOIN user_days USING (user_id)
WHERE ${IS_WHOLE_DAY}
GROUP BY user_id
ORDER BY bound DESC
OFFSET $4::int - 1 LIMIT 1`;

const edgeUsers = (from: string, to: string) => `
  SELECT user_id FROM monitoring_events
  WHERE "timestamp" >= ${from}::timestamptz AND "timestamp" < ${to}::timestamptz AND user_id IS NOT NULL
    AND ($3::text IS NULL OR source->>'application' = $3)
  GROUP BY user_id HAVING count(*) >= $4::bigint`;

const SELECT_CANDIDATES = `
SELECT user_id AS "userId" FROM user_days WHERE ${IS_WHOLE_DAY} AND events >= $4::bigint
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
