import type { PoolClient } from 'pg';
import type { ExportTable } from './export-format.ts';

/** Inserts rows of one table, many at a time. */
export interface RowWriter {
  readonly table: string;
  /** @param json a row as `row_to_json` wrote it */
  add(json: string): Promise<void>;
  /** Inserts what is left. @returns how many rows were inserted in all */
  end(): Promise<number>;
}

const ROWS_PER_INSERT = 1000;
const CHARACTERS_PER_INSERT = 4 * 1024 * 1024;

/** Columns of JSON that are never NULL: a `null` in them is that of JSON, which `row_to_json` writes alike. */
const LIST_JSON_COLUMNS = `
SELECT attname AS name FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND attnotnull AND atttypid = 'jsonb'::regtype`;

/** Prepares the insertion into a table. A column that the export does not have gets its default. */
export async function createRowWriter(
  client: PoolClient,
  { name, columns }: ExportTable,
): Promise<RowWriter> {
  const json = await client.query<{ name: string }>(LIST_JSON_COLUMNS, [name]);
  const jsonColumns = new Set(json.rows.map(row => row.name));
  const quoted = columns.map(column => `"${column}"`);
  const selected = columns.map(column =>
    jsonColumns.has(column) ? `coalesce("${column}", 'null')` : `"${column}"`,
  );
  const insert = `INSERT INTO ${name} (${quoted.join(', ')}) OVERRIDING SYSTEM VALUE
SELECT ${selected.join(', ')} FROM json_populate_recordset(NULL::${name}, $1)`;
  let pending: string[] = [];
  let characters = 0;
  let count = 0;
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const { rowCount } = await client.query(insert, [`[${pending.join(',')}]`]);
    count += rowCount ?? 0;
    pending = [];
    characters = 0;
  };
  return {
    table: name,
    add: async row => {
      pending.push(row);
      characters += row.length;
      if (pending.length >= ROWS_PER_INSERT || characters >= CHARACTERS_PER_INSERT) await flush();
    },
    end: async () => {
      await flush();
      return count;
    },
  };
}
