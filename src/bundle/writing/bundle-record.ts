import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AiwatchError } from '../../errors.ts';
import { GENERATED, type GeneratedFile, PARTS, type Part } from './generated-file.ts';

/** Beside the folders of the bundle: what was written there, so that changes by hand are noticed. It belongs in git. */
export const RECORD_FILE = '.aiwatch-bundle.json';

/** One file as it was written. */
export interface RecordedFile {
  readonly path: string;
  readonly part: Part;
  readonly sha256: string;
}

/** A path that stays below the folder of the bundle: files that are no longer generated are removed by it. */
const innerPath = z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\:]+$/);

const recordSchema = z.object({
  files: z.array(z.object({ path: innerPath, part: z.enum(PARTS), sha256: z.string() })),
});

/** The text with the line endings that aiwatch writes, whatever git made of them. */
export function normalizeLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** SHA-256 of a text, in hexadecimal; the same for either kind of line ending. */
export function digest(text: string): string {
  return createHash('sha256').update(normalizeLines(text)).digest('hex');
}

/** The record entry of a generated file. */
export function recordFile({ path, part, content }: GeneratedFile): RecordedFile {
  return { path, part, sha256: digest(content) };
}

/** Reads a record; BUNDLE_RECORD_INVALID for text that is none. */
export function parseRecord(text: string, where: string): readonly RecordedFile[] {
  try {
    return recordSchema.parse(JSON.parse(text)).files;
  } catch (cause) {
    throw new AiwatchError('BUNDLE_RECORD_INVALID', { where, found: 'something else', cause });
  }
}

/** The text of a record: sorted, and a line for each file, so that git merges it like the files themselves. */
export function renderRecord(files: readonly RecordedFile[]): string {
  const lines = files
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, part, sha256 }) => `    ${JSON.stringify({ path, part, sha256 })}`);
  return `{\n  "note": ${JSON.stringify(GENERATED)},\n  "files": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
