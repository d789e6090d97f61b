import type { Pool } from 'pg';
import type { ActivityEvent } from '../../events/index.ts';
import { type EventPosition, formatCursor, parseCursor } from './event-cursor.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from './event-row.ts';
import type { OpenRange } from './time-range.ts';

/** Which events; what is undefined does not matter. */
export interface EventFilter extends OpenRange {
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly type?: string | undefined;
  readonly application?: string | undefined;
}

export interface EventListQuestion extends EventFilter {
  /** 1 to 1000. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string | undefined;
  /** @default newest first */
  readonly order?: 'newest-first' | 'oldest-first' | undefined;
}

export interface EventPage {
  readonly events: readonly ActivityEvent[];
  /** What the next page is asked for with; null on the last one. */
  readonly nextCursor: string | null;
}

/**
 * Planned anew for each question, so that only the filters that are there remain, and only the partitions of the range.
 * The time alone is compared too, since a comparison of rows tells PostgreSQL nothing about partitions.
 */
const select = (comparison: '<' | '>', direction: 'ASC' | 'DESC') => `
SELECT ${EVENT_COLUMNS}
FROM monitoring_events e
WHERE ($1::text IS NULL OR user_id = $1)
  AND ($2::text IS NULL OR session_id = $2)
  AND ($3::text IS NULL OR event_type = $3)
  AND ($4::text IS NULL OR source->>'application' = $4)
  AND ($5::timestamptz IS NULL OR "timestamp" >= $5)
  AND ($6::timestamptz IS NULL OR "timestamp" < $6)
  AND ($7::timestamptz IS NULL OR ("timestamp" ${comparison}= $7 AND ("timestamp", id) ${comparison} ($7, $8::uuid)))
ORDER BY "timestamp" ${direction}, id ${direction}
LIMIT $9`;

const SELECT_NEWEST = select('<', 'DESC');
const SELECT_OLDEST = select('>', 'ASC');

/** A page of events. Throws CURSOR_INVALID. */
export async function listEvents(pool: Pool, question: EventListQuestion): Promise<EventPage> {
  const { userId, sessionId, type, application, from, to, limit, cursor, order } = question;
  const position: EventPosition | undefined = cursor === undefined ? undefined : parseCursor(cursor);
  const { rows } = await pool.query<EventRow>(order === 'oldest-first' ? SELECT_OLDEST : SELECT_NEWEST, [
    userId ?? null,
    sessionId ?? null,
    type ?? null,
    application ?? null,
    from ?? null,
    to ?? null,
    position === undefined ? null : `${position.at}Z`,
    position?.id ?? null,
    limit + 1,
  ]);
  // One more than the page has tells whether there is another.
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    events: rows.slice(0, limit).map(eventOf),
    nextCursor: last === undefined ? null : formatCursor(last),
  };
}
