import type { Pool } from 'pg';
import { DURATION_MS, TOKENS } from './counted-rows.ts';
import type { OpenRange } from './time-range.ts';

export interface UserQuestion extends OpenRange {
  readonly userId: string;
  readonly application?: string | undefined;
}

/** What one user did of one type; of tools, each one apart. */
export interface UserCount {
  readonly type: string;
  /** Name of the tool; null for what is none. */
  readonly tool: string | null;
  readonly events: number;
  /** Events that said how long they took. */
  readonly durations: number;
  readonly durationMs: number;
  readonly tokens: number;
}

const TOOL = `CASE WHEN e.event_type = 'tool' AND jsonb_typeof(e.event_data->'toolName') = 'string'
  THEN nullif(left(e.event_data->>'toolName', 200), '') END`;

const SELECT = `
SELECT type, tool, count(*) AS events, count(duration_ms) AS durations,
  coalesce(sum(duration_ms), 0) AS "durationMs", sum(tokens)::bigint AS tokens
FROM (
  SELECT e.event_type AS type, ${TOOL} AS tool, ${DURATION_MS} AS duration_ms, ${TOKENS} AS tokens
  FROM monitoring_events e
  WHERE e.user_id = $1 AND e."timestamp" >= $2::timestamptz AND e."timestamp" < $3::timestamptz
    AND ($4::text IS NULL OR e.source->>'application' = $4)
) AS own
GROUP BY type, tool
ORDER BY events DESC, type, tool`;

/** What one user did, counted from their events alone, which an index finds. */
export async function countUserEvents(pool: Pool, question: UserQuestion): Promise<readonly UserCount[]> {
  const { userId, from, to, application } = question;
  const values = [userId, from ?? '-infinity', to ?? 'infinity', application ?? null];
  const { rows } = await pool.query<UserCount>(SELECT, values);
  return rows;
}
