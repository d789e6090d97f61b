import type { Pool, PoolClient } from 'pg';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import { inTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';
import { migrate } from '../migrate.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { createPartitionKeeper } from '../partitions.ts';
import { classifyFailure } from '../sql-errors.ts';
import { type ExportHeader, invalidExport, parseLine } from './export-format.ts';
import { importLines } from './import-lines.ts';
import { readSchemaVersion } from './inspect.ts';
import { writeSequences } from './sequences.ts';
import { SEEDED_TABLES, TABLES } from './tables.ts';

/**
 * Puts what `exportStore` yielded into a database in which aiwatch keeps nothing yet: all of it or, where something is
 * wrong, nothing but empty tables. Throws STORE_EXPORT_INVALID, STORE_NOT_EMPTY or STORE_SCHEMA_NEWER.
 * @param where what messages call the lines, e.g. the name of their file
 * @returns how many rows of each table there were
 */
export async function importStore(
  pool: Pool,
  where: string,
  lines: AsyncIterable<string>,
): Promise<Readonly<Record<string, number>>> {
  const iterator = lines[Symbol.asyncIterator]();
  try {
    const first = await iterator.next();
    return await importAll(pool, where, first.done === true ? '' : first.value, {
      [Symbol.asyncIterator]: () => iterator,
    });
  } catch (error) {
    if (isAiwatchError(error) || classifyFailure(error) !== 'data') throw error;
    throw invalidExport(where, error instanceof Error ? error.message : String(error), error);
  } finally {
    await iterator.return?.();
  }
}

async function importAll(
  pool: Pool,
  where: string,
  firstLine: string,
  others: AsyncIterable<string>,
): Promise<Readonly<Record<string, number>>> {
  const header = parseLine(where, 'header', firstLine);
  if (header === undefined) throw invalidExport(where, 'a first line that is none');
  await prepareTables(pool, where, header);
  const rows = await inTransaction(pool, async client => {
    await clear(client);
    await writeSequences(client, header.sequences);
    return importLines(client, where, firstLine, others);
  });
  // The rows are of the schema of their time: what came later happens to them now.
  await migrate(pool);
  // Only for the first queries: PostgreSQL does it by itself after a while.
  await pool.query(`ANALYZE ${TABLES.join(', ')}`).catch(() => {});
  return rows;
}

async function prepareTables(pool: Pool, where: string, { schema, days }: ExportHeader): Promise<void> {
  if (schema > MIGRATIONS.length) {
    const expected = `an export of a schema of version ${MIGRATIONS.length} or older`;
    throw new AiwatchError('STORE_SCHEMA_NEWER', { where, expected, found: `version ${schema}` });
  }
  const client = await pool.connect();
  const found = await readSchemaVersion(client).finally(() => client.release());
  if (found > schema) {
    const expected = `a database without tables of aiwatch, since the export is of schema ${schema}`;
    throw new AiwatchError('STORE_NOT_EMPTY', { where: 'database', expected, found: `schema ${found}` });
  }
  await migrate(pool, MIGRATIONS.slice(0, schema));
  const partitions = createPartitionKeeper(pool);
  for (const day of days) await partitions.ensure(day);
}

/** Sees to it that nothing is there, and takes out what the schema brings. No server stores meanwhile. */
async function clear(client: PoolClient): Promise<void> {
  await client.query('SET LOCAL statement_timeout = 0');
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
  for (const table of TABLES) {
    const { rows } = await client.query<{ found: boolean }>(
      `SELECT to_regclass('${table}') IS NOT NULL AS found`,
    );
    if (!rows[0]!.found) continue;
    if (SEEDED_TABLES.includes(table)) await client.query(`DELETE FROM ${table}`);
    else await refuseRows(client, table);
  }
}

async function refuseRows(client: PoolClient, table: string): Promise<void> {
  const { rowCount } = await client.query(`SELECT FROM ${table} LIMIT 1`);
  if (rowCount === 0) return;
  throw new AiwatchError('STORE_NOT_EMPTY', { where: 'database', found: `rows in ${table}` });
}
