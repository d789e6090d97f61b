import type { PoolClient } from 'pg';
import {
  createChecksum,
  type ExportEnd,
  type ExportTable,
  invalidExport,
  parseLine,
  rowOf,
} from './export-format.ts';
import { createRowWriter, type RowWriter } from './row-writer.ts';
import { TABLES } from './tables.ts';

/**
 * Writes the rows of an export, and compares their number and their sum with what its end says. The caller's
 * transaction forgets them where this throws STORE_EXPORT_INVALID.
 */
export async function importLines(
  client: PoolClient,
  where: string,
  firstLine: string,
  lines: AsyncIterable<string>,
): Promise<Readonly<Record<string, number>>> {
  const checksum = createChecksum();
  checksum.add(firstLine);
  const rows: Record<string, number> = {};
  let writer: RowWriter | undefined;
  let end: ExportEnd | undefined;
  for await (const line of lines) {
    if (end !== undefined) throw invalidExport(where, 'lines behind its end');
    const row = rowOf(line);
    if (row !== undefined && writer !== undefined) {
      await writer.add(row);
    } else {
      await finish(writer, rows);
      writer = undefined;
      end = parseLine(where, 'end', line);
      if (end === undefined) writer = await openTable(client, where, line, rows);
    }
    if (end === undefined) checksum.add(line);
  }
  compareEnd(where, end, rows, checksum.end());
  return rows;
}

async function openTable(
  client: PoolClient,
  where: string,
  line: string,
  rows: Readonly<Record<string, number>>,
): Promise<RowWriter> {
  const table: ExportTable | undefined = parseLine(where, 'table', line);
  if (table === undefined) throw invalidExport(where, 'a line of no known kind');
  // Names become parts of statements: only ours do.
  if (!TABLES.includes(table.name) || Object.hasOwn(rows, table.name)) {
    throw invalidExport(where, `a table ${table.name}, which is unknown or was there before`);
  }
  return createRowWriter(client, table);
}

async function finish(writer: RowWriter | undefined, rows: Record<string, number>): Promise<void> {
  if (writer !== undefined) rows[writer.table] = await writer.end();
}

function compareEnd(
  where: string,
  end: ExportEnd | undefined,
  rows: Readonly<Record<string, number>>,
  sha256: string,
): void {
  if (end === undefined) throw invalidExport(where, 'no last line: it was cut off');
  if (end.sha256 !== sha256) throw invalidExport(where, 'another checksum than its end says: it was changed');
  const other = Object.keys({ ...rows, ...end.rows }).find(table => rows[table] !== end.rows[table]);
  if (other === undefined) return;
  throw invalidExport(where, `${rows[other] ?? 0} rows of ${other}, and not ${end.rows[other] ?? 0}`);
}
