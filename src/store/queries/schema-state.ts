import type { Pool } from 'pg';
import { MIGRATIONS } from '../migrations/index.ts';

/** Which version of the schema a database has. */
export interface SchemaState {
  /** 0 where there is none. */
  readonly version: number;
  /** The version that this aiwatch knows. */
  readonly known: number;
}

const HAS_TABLE = `SELECT to_regclass('aiwatch_schema') IS NOT NULL AS found`;
const VERSION = 'SELECT coalesce(max(version), 0) AS version FROM aiwatch_schema';

export async function schemaState(pool: Pool): Promise<SchemaState> {
  const known = MIGRATIONS.length;
  const { rows: tables } = await pool.query<{ found: boolean }>(HAS_TABLE);
  if (!tables[0]!.found) return { version: 0, known };
  const { rows } = await pool.query<{ version: number }>(VERSION);
  return { version: rows[0]!.version, known };
}
