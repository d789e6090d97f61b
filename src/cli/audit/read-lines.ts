import { createReadStream } from 'node:fs';
import { AiwatchError, reasonOf } from '../../errors.ts';

/** A line longer than this is of no export; it would have to be held in memory. */
const MAX_LINE_LENGTH = 256 * 1024 * 1024;

function fileError(file: string, found: string, cause?: unknown): AiwatchError {
  return new AiwatchError('AUDIT_EXPORT_INVALID', { where: file, found, cause });
}

/** Yields all lines of a text that comes in pieces. Only a line feed ends one: JSON may hold other separators. */
async function* splitLines(file: string, pieces: AsyncIterable<string>): AsyncIterable<string> {
  let parts: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      yield parts.join('') + line;
      parts = [];
      length = 0;
    }
    parts.push(rest);
    length += rest.length;
    if (length > MAX_LINE_LENGTH) throw fileError(file, `a line of more than ${MAX_LINE_LENGTH} characters`);
  }
  const last = parts.join('');
  if (last !== '') yield last;
}

/** The lines of a file of any size, one at a time. Throws AUDIT_EXPORT_INVALID where it cannot be read. */
export async function* readLines(file: string): AsyncIterable<string> {
  try {
    yield* splitLines(file, createReadStream(file, { encoding: 'utf8' }));
  } catch (error) {
    if (error instanceof AiwatchError) throw error;
    throw fileError(file, reasonOf(error), error);
  }
}
