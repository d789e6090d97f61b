import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';

/** A signed checkpoint. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly origin: string;
  readonly note: string;
}

const INSERT = `
INSERT INTO audit_checkpoints (size, origin, note) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

/** Keeps a checkpoint. Of several servers with keys of the same name, the first of each size is kept. */
export async function storeCheckpoint(pool: Pool, { size, origin, note }: StoredCheckpoint): Promise<void> {
  await inTransaction(pool, async client => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.checkpoints]);
    await client.query(INSERT, [size, origin, note]);
  });
}

/** The newest checkpoint; undefined where nothing is signed yet. */
export async function findLastCheckpoint(pool: Pool): Promise<string | undefined> {
  const sql = 'SELECT note FROM audit_checkpoints ORDER BY size DESC, created_at DESC LIMIT 1';
  const { rows } = await pool.query<{ note: string }>(sql);
  return rows[0]?.note;
}
