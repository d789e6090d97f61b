import type { Pool, PoolClient } from 'pg';
import { AiwatchError } from '../errors.ts';
import { inTransaction } from './connection.ts';
import { LOCKS } from './locks.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';

const CREATE_TABLE = `
CREATE TABLE IF NOT EXISTS aiwatch_schema (
  version integer PRIMARY KEY,
  name text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)`;

/**
 * Brings the schema up to date, in one transaction and under a lock: of several that start at once one does it, and the
 * others find it done. Throws STORE_SCHEMA_NEWER for a database that a later version of aiwatch has changed.
 * @returns the names of the steps that were taken
 */
export async function migrate(
  pool: Pool,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<readonly string[]> {
  return inTransaction(pool, async client => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.schema]);
    await client.query(CREATE_TABLE);
    const version = await readVersion(client);
    refuseNewer(version, migrations.length);
    const missing = migrations.slice(version);
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  });
}

async function readVersion(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM aiwatch_schema',
  );
  return rows[0]!.version;
}

function refuseNewer(found: number, known: number): void {
  if (found <= known) return;
  throw new AiwatchError('STORE_SCHEMA_NEWER', {
    where: 'database',
    expected: `a schema of version ${known} or older`,
    found: `version ${found}`,
  });
}

async function apply(client: PoolClient, { version, name, sql }: Migration): Promise<void> {
  await client.query(sql);
  await client.query('INSERT INTO aiwatch_schema (version, name) VALUES ($1, $2)', [version, name]);
}
