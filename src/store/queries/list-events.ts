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

/** Data of events in memory for one page; a page of the greatest events would take 256 MiB. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** A row with whether another one follows it. */
interface ListedRow extends EventRow {
  readonly has_more: boolean;
}

/**
 * Planned anew for each question, so that only the filters that are there remain, and only the partitions of the range.
 * The time alone is compared too, since a comparison of rows tells PostgreSQL nothing about partitions. A page ends with
 * the event that reaches PAGE_BYTES, so that it has one at least.
 */
const select = (comparison: '<' | '>', direction: 'ASC' | 'DESC') => `
SELECT ${EVENT_COLUMNS}, e.has_more
FROM (
  SELECT *, lead(id) OVER listed IS NOT NULL AS has_more,
    sum(octet_length(event_data::text)) OVER (listed ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
  FROM (
    SELECT * FROM monitoring_events
    WHERE ($1::text IS NULL OR user_id = $1)
      AND ($2::text IS NULL OR session_id = $2)
      AND ($3::text IS NULL OR event_type = $3)
      AND ($4::text IS NULL OR source->>'application' = $4)
      AND ($5::timestamptz IS NULL OR "timestamp" >= $5)
      AND ($6::timestamptz IS NULL OR "timestamp" < $6)
      AND ($7::timestamptz IS NULL OR ("timestamp" ${comparison}= $7 AND ("timestamp", id) ${comparison} ($7, $8::uuid)))
    ORDER BY "timestamp" ${direction}, id ${direction}
    LIMIT $9::int + 1) found
  WINDOW listed AS (ORDER BY "timestamp" ${direction}, id ${direction})) e
WHERE coalesce(bytes_before, 0) < ${PAGE_BYTES}
ORDER BY "timestamp" ${direction}, id ${direction}
LIMIT $9::int`;

const SELECT_NEWEST = select('<', 'DESC');
const SELECT_OLDEST = select('>', 'ASC');

/** A page of events, of about 4 MiB of data at the most. Throws CURSOR_INVALID. */
export async function listEvents(pool: Pool, question: EventListQuestion): Promise<EventPage> {
  const { userId, sessionId, type, application, from, to, limit, cursor, order } = question;
  const position: EventPosition | undefined = cursor === undefined ? undefined : parseCursor(cursor);
  const { rows } = await pool.query<ListedRow>(order === 'oldest-first' ? SELECT_OLDEST : SELECT_NEWEST, [
    userId ?? null,
    sessionId ?? null,
    type ?? null,
    application ?? null,
    from ?? null,
    to ?? null,
    position === undefined ? null : `${position.at}Z`,
    position?.id ?? null,
    limit,
  ]);
  const last = rows.at(-1);
  return {
    events: rows.map(eventOf),
    nextCursor: last?.has_more === true ? formatCursor(last) : null,
  };
}
