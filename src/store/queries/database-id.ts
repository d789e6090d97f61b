import type { Pool } from 'pg';

const READ = `
SELECT encode(sha256(convert_to('database ' || value, 'UTF8')), 'hex') AS id
FROM aiwatch_settings WHERE name = 'erasure_salt'`;

/** Tells this database from any other; it says nothing about what is in it. Rejects while the schema is not there. */
export async function readDatabaseId(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(READ);
  return rows[0]?.id ?? 'none';
}
