import type { Pool } from 'pg';

/** When an application last had an event, as exactly as the counts know it. */
export interface ApplicationActivity {
  readonly application: string;
  /** The beginning of the quarter of an hour of its last event. */
  readonly bucket: Date;
}

/** More than a page shows. */
const MAX_APPLICATIONS = 100;

/** From the counts of types, of which each event has one; an index has them by time. */
const SELECT = `
SELECT application, max(bucket) AS bucket FROM event_rollups
WHERE dimension = 'type' AND bucket >= $1 AND bucket <= now()
GROUP BY application ORDER BY max(bucket) DESC, application LIMIT ${MAX_APPLICATIONS}`;

/** The applications that had events since a time, the last one first; 100 at the most. */
export async function applicationActivity(pool: Pool, since: Date): Promise<readonly ApplicationActivity[]> {
  const { rows } = await pool.query<ApplicationActivity>(SELECT, [since]);
  return rows;
}
