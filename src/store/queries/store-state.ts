import type { Pool } from 'pg';

/** How the database is. */
export interface StoreState {
  readonly sizeBytes: number;
  /** Of every program to this database. */
  readonly connections: number;
  /** Events that it refused, and that wait for somebody to look at them. */
  readonly deadLetters: number;
  /** When the last event was stored; null where there is none. */
  readonly lastStoredAt: Date | null;
}

/** The last batch holds the last event: an index finds it, whatever the time of the event. */
const SELECT = `
SELECT pg_database_size(current_database()) AS "sizeBytes",
  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
  (SELECT count(*) FROM dead_letters) AS "deadLetters",
  (SELECT max(created_at) FROM audit_leaves WHERE leaf_index = (SELECT max(leaf_index) FROM audit_leaves WHERE kind = 'batch'))
    AS "lastStoredAt"`;

export async function storeState(pool: Pool): Promise<StoreState> {
  const { rows } = await pool.query<StoreState>(SELECT);
  return rows[0]!;
}
