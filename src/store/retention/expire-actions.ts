import type { Pool } from 'pg';
import { ACTIONS_TABLE } from '../../audit/index.ts';
import { inTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';
import { type Cutoff, recordDrop } from './record-drop.ts';

/**
 * Deletes the details of actions before a day: who did what to whom. Their leaves stay, as all others do: a leaf takes
 * some 300 bytes, and without all of them the tree could not be computed.
 * @returns how many
 */
export async function expireActions(pool: Pool, cutoff: Cutoff, signal?: AbortSignal): Promise<number> {
  const { rows } = await pool.query<{ day: string }>(
    'SELECT DISTINCT day FROM audit_actions WHERE day < $1 ORDER BY day',
    [cutoff.firstKeptDay],
  );
  let total = 0;
  for (const { day } of rows) {
    if (signal?.aborted) break;
    total += await expireDay(pool, day, cutoff);
  }
  return total;
}

async function expireDay(pool: Pool, day: string, cutoff: Cutoff): Promise<number> {
  return inTransaction(pool, async client => {
    // First, as in an erasure: it deletes the same rows.
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
    const { rowCount } = await client.query('DELETE FROM audit_actions WHERE day = $1', [day]);
    await recordDrop(client, { table: ACTIONS_TABLE, day }, cutoff);
    return rowCount ?? 0;
  });
}
