import type { Pool, PoolClient } from 'pg';
import { appendAction, inTransaction } from '../../store/index.ts';

/** Events in one transaction, and in one leaf of the audit trail. */
const BATCH_EVENTS = 2000;

const DELETE = `
WITH gone AS (
  DELETE FROM monitoring_events WHERE ("timestamp", id) IN (
    SELECT "timestamp", id FROM monitoring_events WHERE user_id = ANY($1)
    ORDER BY "timestamp", id LIMIT ${BATCH_EVENTS} FOR UPDATE)
  RETURNING batch_id, batch_position)
SELECT count(*) OVER () AS total, l.leaf_index, g.batch_position AS position
FROM gone g LEFT JOIN audit_leaves l USING (batch_id) ORDER BY l.leaf_index, g.batch_position`;

interface GoneRow {
  readonly total: number;
  /** Null for rows that were inserted by hand: the audit trail does not know them. */
  readonly leaf_index: number | null;
  readonly position: number | null;
}

/** Deletes the events of a user, each number of them with the leaf that says which are gone. @returns how many */
export async function eraseEvents(pool: Pool, ids: readonly string[], actor: string): Promise<number> {
  let total = 0;
  for (;;) {
    const erased = await inTransaction(pool, client => eraseBatch(client, ids, actor));
    total += erased;
    if (erased < BATCH_EVENTS) return total;
  }
}

async function eraseBatch(client: PoolClient, ids: readonly string[], actor: string): Promise<number> {
  const { rows } = await client.query<GoneRow>(DELETE, [ids]);
  const records = new Map<number, number[]>();
  for (const { leaf_index: leaf, position } of rows) {
    if (leaf === null || position === null) continue;
    const positions = records.get(leaf);
    if (positions === undefined) records.set(leaf, [position]);
    else positions.push(position);
  }
  if (records.size > 0) {
    const details = { records: rows.length };
    await appendAction(client, { action: 'privacy.erase', actor, details, records: [...records] });
  }
  return rows.length;
}
