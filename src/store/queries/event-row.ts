import type { ActivityEvent, EventSource, JsonObject } from '../../events/index.ts';

/** The columns of `monitoring_events e` that make an event. */
export const EVENT_COLUMNS = `
  e.id AS row_id, e.event_id, e.session_id, e.user_id, e.event_type, e.event_name, e.event_data, e."timestamp", e.source,
  e.batch_position`;

/** A row of EVENT_COLUMNS. */
export interface EventRow {
  readonly row_id: string;
  readonly event_id: string | null;
  readonly session_id: string | null;
  readonly user_id: string | null;
  readonly event_type: string;
  readonly event_name: string;
  readonly event_data: JsonObject;
  readonly timestamp: Date;
  readonly source: EventSource;
  readonly batch_position: number | null;
}

/** The event of a row, as SPEC B1 has it. One that was inserted without an id of its own has that of its row. */
export function eventOfRow(row: EventRow): ActivityEvent {
  return {
    id: row.event_id ?? row.row_id,
    sessionId: row.session_id,
    userId: row.user_id,
    type: row.event_type,
    event: row.event_name,
    data: row.event_data,
    timestamp: row.timestamp.toISOString(),
    source: row.source,
  };
}
