import type { PoolClient } from 'pg';

const LIST_COLUMNS = `
SELECT attname AS name FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum`;

/** Version of the schema of a database; 0 where there is none. */
export async function readSchemaVersion(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ found: string | null }>(
    "SELECT to_regclass('aiwatch_schema') AS found",
  );
  if (rows[0]!.found === null) return 0;
  const versions = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM aiwatch_schema',
  );
  return versions.rows[0]!.version;
}

/** The columns of a table that are written, in their order. */
export async function listColumns(client: PoolClient, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(LIST_COLUMNS, [table]);
  return rows.map(({ name }) => name);
}
