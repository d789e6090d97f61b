import type { Pool, PoolClient } from 'pg';
import { AiwatchError } from '../../errors.ts';
import { MIGRATIONS } from '../migrations/index.ts';
import { DAILY_TABLES } from '../partitions.ts';
import { createChecksum, FORMAT, FORMAT_VERSION, formatLine, formatRow } from './export-format.ts';
import { listColumns, readSchemaVersion } from './inspect.ts';
import { readSequences } from './sequences.ts';
import { TABLES } from './tables.ts';

/** Rows that are in memory at a time; the largest is a dead letter of half a megabyte. */
const ROWS_PER_FETCH = 200;

const LIST_DAYS = `
SELECT DISTINCT to_char(to_date(right(part.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') AS day
FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
WHERE parent.relname = ANY($1) AND parent.relnamespace = current_schema()::regnamespace
  AND part.relname ~ '_[0-9]{8}$'
ORDER BY day`;

/**
 * Yields everything that a store holds as lines of NDJSON, as it was at one moment; others may go on writing. Throws
 * STORE_SCHEMA_OLDER where the schema is not of this version.
 */
export async function* exportStore(pool: Pool): AsyncGenerator<string, void> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query("SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC'");
    yield* listLines(client);
    await client.query('COMMIT');
    isDone = true;
  } finally {
    // The transaction of one that was given up ends with its connection.
    client.release(!isDone);
  }
}

async function* listLines(client: PoolClient): AsyncGenerator<string, void> {
  const checksum = createChecksum();
  const rows: Record<string, number> = {};
  const add = (line: string) => {
    checksum.add(line);
    return line;
  };
  yield add(await buildHeader(client));
  for (const name of TABLES) {
    yield add(formatLine('table', { name, columns: [...(await listColumns(client, name))] }));
    rows[name] = 0;
    for await (const row of readRows(client, name)) {
      rows[name]++;
      yield add(formatRow(row));
    }
  }
  yield formatLine('end', { rows, sha256: checksum.end() });
}

async function buildHeader(client: PoolClient): Promise<string> {
  const schema = await readSchemaVersion(client);
  if (schema !== MIGRATIONS.length) {
    const expected = `a schema of version ${MIGRATIONS.length}`;
    const code = schema < MIGRATIONS.length ? 'STORE_SCHEMA_OLDER' : 'STORE_SCHEMA_NEWER';
    const found = schema === 0 ? 'none' : `version ${schema}`;
    throw new AiwatchError(code, { where: 'database', expected, found });
  }
  const { rows: days } = await client.query<{ day: string }>(LIST_DAYS, [DAILY_TABLES]);
  return formatLine('header', {
    format: FORMAT,
    version: FORMAT_VERSION,
    schema,
    at: new Date().toISOString(),
    days: days.map(({ day }) => day),
    sequences: await readSequences(client),
  });
}

/** The rows of a table as JSON, as PostgreSQL writes it: on one line, and exact. */
async function* readRows(client: PoolClient, table: string): AsyncGenerator<string, void> {
  await client.query(
    `DECLARE exported NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${table} t`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`FETCH ${ROWS_PER_FETCH} FROM exported`);
    for (const { row } of rows) yield row;
    if (rows.length < ROWS_PER_FETCH) break;
  }
  await client.query('CLOSE exported');
}
