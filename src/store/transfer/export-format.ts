import { createHash, type Hash } from 'node:crypto';
import { z } from 'zod';
import { AiwatchError, describe, reasonOf } from '../../errors.ts';

/** What the first line of an export says. The format is NDJSON; each line has one key that says what it is. */
export const FORMAT = 'aiwatch-store';
export const FORMAT_VERSION = 1;

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

const sequence = z.object({ name, value: z.string().regex(/^\d+$/), called: z.boolean() });
/** Where a sequence stands; `value` is a bigint. */
export type SequenceState = z.infer<typeof sequence>;

const header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  /** Version of the schema that the rows are of. */
  schema: z.int().min(1),
  /** When it was made, ISO 8601. */
  at: z.string(),
  /** UTC days that have partitions. */
  days: z.array(z.iso.date()),
  sequences: z.array(sequence),
});
export type ExportHeader = z.infer<typeof header>;

const table = z.object({ name, columns: z.array(name).min(1) });
/** Says that rows of this table follow. */
export type ExportTable = z.infer<typeof table>;

const end = z.object({
  /** How many rows of each table there are. */
  rows: z.record(name, z.int().min(0)),
  /** Of all lines before, with their line feeds, in UTF-8. */
  sha256: z.string(),
});
export type ExportEnd = z.infer<typeof end>;

const LINES = { header, table, end } as const;
type Lines = { [Key in keyof typeof LINES]: z.infer<(typeof LINES)[Key]> };

const ROW_START = '{"row":';

/** A row as the database wrote it: parsed by JavaScript, its numbers could come out as others. */
export function formatRow(json: string): string {
  return `${ROW_START}${json}}`;
}

/** The JSON of a row; undefined for a line that is none. */
export function rowOf(line: string): string | undefined {
  return line.startsWith(ROW_START) && line.endsWith('}') ? line.slice(ROW_START.length, -1) : undefined;
}

export function formatLine<Key extends keyof Lines>(key: Key, value: Lines[Key]): string {
  return JSON.stringify({ [key]: value });
}

/** Reads one of the lines that are no rows; undefined where it is another one. Throws STORE_EXPORT_INVALID. */
export function parseLine<Key extends keyof Lines>(
  where: string,
  key: Key,
  line: string,
): Lines[Key] | undefined {
  if (!line.startsWith(`{"${key}":`)) return undefined;
  try {
    return LINES[key].parse((JSON.parse(line) as Record<string, unknown>)[key]) as Lines[Key];
  } catch (cause) {
    const found = cause instanceof z.ZodError ? z.prettifyError(cause) : reasonOf(cause);
    throw invalidExport(where, `${describe(line)}: ${found}`, cause);
  }
}

export function invalidExport(where: string, found: string, cause?: unknown): AiwatchError {
  return new AiwatchError('STORE_EXPORT_INVALID', { where, found, cause });
}

/** The sum over lines that the end of an export tells. */
export function createChecksum(): { add(line: string): void; end(): string } {
  const hash: Hash = createHash('sha256');
  return { add: line => void hash.update(`${line}\n`), end: () => hash.digest('hex') };
}
