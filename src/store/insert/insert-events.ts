import type { PoolClient } from 'pg';
import { type JsonPiece, jsonbArray, textArray } from './arrays.ts';
import { mayBeKept } from './may-be-kept.ts';
import type { StoredEvent } from './stored-event.ts';

/** Who was erased or has refused is left out, and so are events that are there already. */
const INSERT = `
WITH batch AS (SELECT nextval('monitoring_batches') AS id), inserted AS (
  INSERT INTO monitoring_events (id, event_id, session_id, user_id, event_type, event_name, event_data, "timestamp",
    source, batch_id, batch_position)
  SELECT e.row_id, e.event_id, e.session_id, e.user_id, e.type, e.name, e.data, e.at, e.source, batch.id, e.place - 1
  FROM batch, unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
    $8::jsonb[], $9::jsonb[])
    WITH ORDINALITY AS e(row_id, event_id, session_id, user_id, type, name, at, data, source, place)
  WHERE ${mayBeKept('e.user_id', 'e.at')}
  ON CONFLICT DO NOTHING
  RETURNING batch_id, batch_position
)
SELECT min(batch_id), array_agg(batch_position) FROM inserted`;

/** Which events of a batch were new, by their places in it. */
export interface InsertedEvents {
  /** Undefined where none was. */
  readonly batchId: number | undefined;
  readonly places: readonly number[];
}

/** What `insertEvents` is given of events. */
export function eventValues(events: readonly StoredEvent[]): readonly unknown[] {
  return [
    // Ids of rows, and times, have nothing to escape.
    `{${events.map(({ rowId }) => rowId).join(',')}}`,
    textArray(events.map(({ event }) => event.id)),
    textArray(events.map(({ event }) => event.sessionId)),
    textArray(events.map(({ event }) => event.userId)),
    textArray(events.map(({ event }) => event.type)),
    textArray(events.map(({ event }) => event.event)),
    `{${events.map(({ event }) => event.timestamp).join(',')}}`,
    jsonbArray(events.map(dataOf)),
    jsonbArray(events.map(sourceOf)),
  ];
}

/** Inserts events of one UTC day, whose partition is there. */
export async function insertEvents(client: PoolClient, values: readonly unknown[]): Promise<InsertedEvents> {
  const { rows } = await client.query<[number | null, number[] | null]>({
    name: 'insert-events',
    text: INSERT,
    values: [...values],
    rowMode: 'array',
  });
  const [batchId, places] = rows[0]!;
  return { batchId: batchId ?? undefined, places: places ?? [] };
}

const DATA_START = '{"data":'.length;
const [DATA_END, SOURCE_START, SOURCE_END] = [',"event":', ',"source":', ',"timestamp":'] as const;

/**
 * The data are the first field of an event's canonical JSON, and what follows is the last place where `,"event":` can
 * stand: in a text its quotes were escaped, and no field behind it has others inside that are called so.
 * @throws SyntaxError where it is not there.
 */
function dataOf({ json }: StoredEvent): JsonPiece {
  const end = json.lastIndexOf(DATA_END);
  if (end < DATA_START) throw new SyntaxError('an event that is no canonical JSON');
  return { json, start: DATA_START, end };
}

function sourceOf({ json }: StoredEvent): JsonPiece {
  const start = json.lastIndexOf(SOURCE_START) + SOURCE_START.length;
  return { json, start, end: json.lastIndexOf(SOURCE_END) };
}
