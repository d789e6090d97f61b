import type { ActivityEvent } from '../../events/index.ts';

/** Columns of a row that becomes an event again; the time as text, since microseconds do not fit into a Date. */
export const EVENT_COLUMNS = `e.id, e.event_id, e.session_id, e.user_id, e.event_type, e.event_name, e.event_data,
  to_char(e."timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at, e.source`;

export interface EventRow {
  readonly id: string;
  readonly event_id: string | null;
  readonly session_id: string | null;
  readonly user_id: string | null;
  readonly event_type: string;
  readonly event_name: string;
  readonly event_data: ActivityEvent['data'];
  /** UTC with microseconds, without the `Z`. */
  readonly at: string;
  readonly source: ActivityEvent['source'];
}

/** Characters of a time up to its milliseconds. */
const MILLISECONDS_LENGTH = 'YYYY-MM-DDTHH:MM:SS.sss'.length;

/** An event as it was accepted. A row that somebody inserted by hand has its own id for the event's. */
export function eventOf(row: EventRow): ActivityEvent {
  return {
    id: row.event_id ?? row.id,
    sessionId: row.session_id,
    userId: row.user_id,
    type: row.event_type,
    event: row.event_name,
    data: row.event_data,
    timestamp: `${row.at.slice(0, MILLISECONDS_LENGTH)}Z`,
    source: row.source,
  };
}
