import type { PoolClient } from 'pg';
import { mayBeKept } from './may-be-kept.ts';
import type { StoredEvent } from './stored-event.ts';

/**
 * The events come as the JSON that they are, and PostgreSQL takes them apart: nothing is written twice in Node.js. Who
 * was erased or has refused is left out, and so are events that are there already.
 */
const INSERT = `
WITH batch AS (SELECT nextval('monitoring_batches') AS id), inserted AS (
  INSERT INTO monitoring_events (id, event_id, session_id, user_id, event_type, event_name, event_data, "timestamp",
    source, batch_id, batch_position)
  SELECT e.row_id, e.id, e."sessionId", e."userId", e.type, e.event, e.data, e."timestamp", e.source, batch.id, e.place - 1
  FROM batch, ROWS FROM (
    jsonb_to_recordset($1) AS (id text, "sessionId" text, "userId" text, type text, event text, data jsonb,
      "timestamp" timestamptz, source jsonb),
    unnest($2::uuid[])
  ) WITH ORDINALITY AS e(id, "sessionId", "userId", type, event, data, "timestamp", source, row_id, place)
  WHERE ${mayBeKept('e."userId"', 'e."timestamp"')}
  ON CONFLICT DO NOTHING
  RETURNING batch_id, batch_position
)
SELECT min(batch_id), array_agg(batch_position) FROM inserted`;

const JSONB_VERSION = 1;
/** Of the JSON that the events are put into. */
const OPENING = 0x5b;
const COMMA = 0x2c;
const CLOSING = 0x5d;

/** Which events of a batch were new, by their places in it. */
export interface InsertedEvents {
  /** Undefined where none was. */
  readonly batchId: number | undefined;
  readonly places: readonly number[];
}

/** Inserts events of one UTC day, whose partition is there. */
export async function insertEvents(
  client: PoolClient,
  events: readonly StoredEvent[],
): Promise<InsertedEvents> {
  const { rows } = await client.query<[number | null, number[] | null]>({
    name: 'insert-events',
    text: INSERT,
    // Ids have nothing to escape.
    values: [joinEvents(events), `{${events.map(({ rowId }) => rowId).join(',')}}`],
    rowMode: 'array',
  });
  const [batchId, places] = rows[0]!;
  return { batchId: batchId ?? undefined, places: places ?? [] };
}

/** A list of JSON from the bytes as they are, in the binary form of `jsonb`: a version, then the text. */
function joinEvents(events: readonly StoredEvent[]): Buffer {
  const sizeBytes = events.reduce((sum, { json }) => sum + json.length + 1, 2);
  const list = Buffer.allocUnsafe(sizeBytes);
  list[0] = JSONB_VERSION;
  let end = 1;
  for (const { json } of events) {
    list[end] = end === 1 ? OPENING : COMMA;
    list.set(json, end + 1);
    end += json.length + 1;
  }
  list[end] = CLOSING;
  return list;
}
