import type { ActivityEvent } from '../../events/index.ts';

/** A row of `monitoring_events`, as `pg` reads it. */
export interface EventRow {
  readonly id: string;
  readonly event_id: string;
  readonly session_id: string | null;
  readonly user_id: string | null;
  readonly event_type: string;
  readonly event_name: string;
  readonly event_data: ActivityEvent['data'];
  readonly timestamp: Date;
  readonly source: ActivityEvent['source'];
}

export const EVENT_COLUMNS =
  'id, event_id, session_id, user_id, event_type, event_name, event_data, "timestamp", source';

/** The event as it was accepted: its canonical JSON is the one that was committed, whatever `jsonb` made of its form. */
export function eventOfRow(row: EventRow): ActivityEvent {
  return {
    id: row.event_id,
    sessionId: row.session_id,
    userId: row.user_id,
    type: row.event_type,
    event: row.event_name,
    data: row.event_data,
    timestamp: row.timestamp.toISOString(),
    source: row.source,
  };
}
