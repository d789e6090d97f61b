import type { Pool } from 'pg';

/** The first and the last event; null where there is none. */
export interface EventBounds {
  readonly first: Date | null;
  readonly last: Date | null;
}

/** Rollups are kept longer than events: where they reach further back, their first bucket is what is known. */
const SELECT = `
SELECT CASE WHEN e.first IS NULL OR r.first < date_bin('15 minutes', e.first, '2000-01-01Z') THEN r.first ELSE e.first END
  AS first,
  coalesce(e.last, r.last) AS last
FROM
  (SELECT min("timestamp") AS first, max("timestamp") AS last FROM monitoring_events
    WHERE $1::text IS NULL OR user_id = $1) e,
  (SELECT min(bucket) AS first, max(bucket) AS last FROM event_rollups
    WHERE dimension = 'type' AND $1::text IS NULL) r`;

/** When the first and the last event were, of a user or of all. */
export async function eventBounds(pool: Pool, userId?: string): Promise<EventBounds> {
  const { rows } = await pool.query<EventBounds>(SELECT, [userId ?? null]);
  return rows[0]!;
}
