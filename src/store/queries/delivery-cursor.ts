import type { Client } from 'pg';
import type { FeedPosition } from '../../events/index.ts';

/** How far a consumer has come. */
export interface DeliveryCursor {
  /** Everything before has been read. */
  readonly next: FeedPosition;
  /** What was read and is not delivered yet, by leaf. */
  readonly waiting: readonly (readonly [leafIndex: number, places: readonly number[]])[];
}

interface CursorRow {
  readonly leaf_index: number;
  readonly after_timestamp: Date | null;
  readonly after_position: number | null;
  readonly waiting: DeliveryCursor['waiting'];
}

const LOAD =
  'SELECT leaf_index, after_timestamp, after_position, waiting FROM delivery_cursors WHERE name = $1';

/** The first leaf since a time, or else the one that comes next. */
const BEGIN = `
SELECT coalesce(
  (SELECT min(leaf_index) FROM audit_leaves WHERE created_at >= $1),
  (SELECT max(leaf_index) + 1 FROM audit_leaves), 0) AS leaf_index`;

const SAVE = `
INSERT INTO delivery_cursors (name, leaf_index, after_timestamp, after_position, waiting) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (name) DO UPDATE SET leaf_index = $2, after_timestamp = $3, after_position = $4, waiting = $5, saved_at = now()`;

/** Where a consumer left off; a new one begins with what is stored from `since` on. */
export async function loadCursor(client: Client, name: string, since: Date): Promise<DeliveryCursor> {
  const { rows } = await client.query<CursorRow>(LOAD, [name]);
  const row = rows[0];
  if (row === undefined) {
    const begin = await client.query<{ leaf_index: number }>(BEGIN, [since]);
    return { next: { leafIndex: begin.rows[0]!.leaf_index }, waiting: [] };
  }
  const after =
    row.after_timestamp === null
      ? undefined
      : { timestamp: row.after_timestamp.toISOString(), place: row.after_position! };
  return { next: { leafIndex: row.leaf_index, after }, waiting: row.waiting };
}

/** Keeps how far a consumer has come; through the connection that holds its lock, so that only one writes it. */
export async function saveCursor(
  client: Client,
  name: string,
  { next, waiting }: DeliveryCursor,
): Promise<void> {
  const { leafIndex, after } = next;
  await client.query(SAVE, [
    name,
    leafIndex,
    after?.timestamp ?? null,
    after?.place ?? null,
    JSON.stringify(waiting),
  ]);
}
