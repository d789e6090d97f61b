import type { Pool } from 'pg';
import type { OpenRange } from './time-range.ts';

export interface SessionQuestion extends OpenRange {
  readonly userId?: string | undefined;
  readonly application?: string | undefined;
}

const SELECT = `
SELECT coalesce(avg(extract(epoch FROM ended_at - created_at)), 0)::double precision AS seconds
FROM event_sessions
WHERE ended_at >= $1::timestamptz AND ended_at < $2::timestamptz AND ended_at >= created_at
  AND ($3::text IS NULL OR user_id = $3)
  AND ($4::text IS NULL OR application = $4)`;

/** Seconds that sessions lasted on average which ended in the range; 0 where none did. */
export async function averageSessionSeconds(pool: Pool, question: SessionQuestion): Promise<number> {
  const { from, to, userId, application } = question;
  const { rows } = await pool.query<{ seconds: number }>(SELECT, [
    from ?? '-infinity',
    to ?? 'infinity',
    userId ?? null,
    application ?? null,
  ]);
  return rows[0]!.seconds;
}
