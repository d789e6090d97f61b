import type { Pool } from 'pg';
import type { ActivityEvent, FeedPage, FeedPosition } from '../../events/index.ts';
import { addDays } from '../partitions.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from './event-row.ts';

/** An event with its place in the store. */
export interface PlacedEvent {
  readonly event: ActivityEvent;
  readonly rowId: string;
  readonly leafIndex: number;
  /** Its place in the batch. */
  readonly place: number;
  /** When it was stored, as Unix milliseconds. */
  readonly storedMs: number;
}

interface LeafRow {
  readonly leaf_index: number;
  readonly batch_id: number | null;
  readonly day: string | null;
  readonly created_at: Date;
}

interface PlacedRow extends EventRow {
  readonly batch_position: number;
}

/** So many leaves are looked at in one page; most have one event or many. */
const MAX_LEAVES = 100;

const READ_LEAVES = `
SELECT leaf_index, batch_id, body::json->>'day' AS day, created_at
FROM audit_leaves WHERE leaf_index >= $1 ORDER BY leaf_index LIMIT $2`;

/** The bounds of the day say which partition; places within a batch are those of ids, so that time comes first here. */
const READ_EVENTS = `
SELECT ${EVENT_COLUMNS}, e.batch_position FROM monitoring_events e
WHERE e.batch_id = $1 AND e."timestamp" >= $2 AND e."timestamp" < $3
  AND ($4::timestamptz IS NULL OR (e."timestamp", e.batch_position) > ($4, $5))
ORDER BY e."timestamp", e.batch_position LIMIT $6`;

const READ_PLACES = `
SELECT ${EVENT_COLUMNS}, e.batch_position FROM monitoring_events e
WHERE e.batch_id = $1 AND e."timestamp" >= $2 AND e."timestamp" < $3 AND e.batch_position = ANY($4)
ORDER BY e."timestamp", e.batch_position`;

/**
 * Reads what was stored from a position on: batches in the order of their commits, events of a batch by time. What was
 * erased or is past its retention is passed over.
 * @param limit events at the most, 1 or more.
 */
export async function readEventsAfter(
  pool: Pool,
  from: FeedPosition,
  limit: number,
): Promise<FeedPage<PlacedEvent>> {
  const { rows: leaves } = await pool.query<LeafRow>({
    name: 'read-leaves',
    text: READ_LEAVES,
    values: [from.leafIndex, MAX_LEAVES],
  });
  const events: PlacedEvent[] = [];
  for (const leaf of leaves) {
    const after = leaf.leaf_index === from.leafIndex ? from.after : undefined;
    const room = limit - events.length;
    const found = await readLeaf(pool, leaf, after, room);
    events.push(...found);
    if (found.length === room) return { events, next: positionOf(found.at(-1)!), isEnd: false };
  }
  const last = leaves.at(-1);
  const next = last === undefined ? from : { leafIndex: last.leaf_index + 1 };
  return { events, next, isEnd: leaves.length < MAX_LEAVES };
}

/** Reads events by their places in their batches; those that are gone are left out. */
export async function readEventsAt(
  pool: Pool,
  waiting: readonly (readonly [leafIndex: number, places: readonly number[]])[],
): Promise<readonly PlacedEvent[]> {
  const events: PlacedEvent[] = [];
  for (const [leafIndex, places] of waiting) {
    const { rows } = await pool.query<LeafRow>(READ_LEAVES, [leafIndex, 1]);
    const leaf = rows[0];
    if (leaf?.leaf_index !== leafIndex || leaf.batch_id === null) continue;
    const found = await pool.query<PlacedRow>(READ_PLACES, [leaf.batch_id, ...boundsOf(leaf), places]);
    events.push(...found.rows.map(row => placeEvent(row, leaf)));
  }
  return events;
}

async function readLeaf(
  pool: Pool,
  leaf: LeafRow,
  after: FeedPosition['after'],
  limit: number,
): Promise<readonly PlacedEvent[]> {
  if (leaf.batch_id === null) return [];
  const { rows } = await pool.query<PlacedRow>({
    name: 'read-leaf-events',
    text: READ_EVENTS,
    values: [leaf.batch_id, ...boundsOf(leaf), after?.timestamp ?? null, after?.place ?? null, limit],
  });
  return rows.map(row => placeEvent(row, leaf));
}

function boundsOf({ day }: LeafRow): readonly [from: string, to: string] {
  return [`${day}T00:00:00Z`, `${addDays(day!, 1)}T00:00:00Z`];
}

function placeEvent(row: PlacedRow, leaf: LeafRow): PlacedEvent {
  return {
    event: eventOf(row),
    rowId: row.id,
    leafIndex: leaf.leaf_index,
    place: row.batch_position,
    storedMs: leaf.created_at.getTime(),
  };
}

function positionOf({ leafIndex, event, place }: PlacedEvent): FeedPosition {
  return { leafIndex, after: { timestamp: event.timestamp, place } };
}
