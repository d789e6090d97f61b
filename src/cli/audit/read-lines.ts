import { createReadStream } from 'node:fs';
import { AiwatchError, reasonOf } from '../../errors.ts';
import { splitLines } from '../split-lines.ts';

function fileError(file: string, found: string, cause?: unknown): AiwatchError {
  return new AiwatchError('AUDIT_EXPORT_INVALID', { where: file, found, cause });
}

/** The lines of a file of any size, one at a time. Throws AUDIT_EXPORT_INVALID where it cannot be read. */
export async function* readLines(file: string): AsyncIterable<string> {
  try {
    yield* splitLines(createReadStream(file, { encoding: 'utf8' }), found => fileError(file, found));
  } catch (error) {
    if (error instanceof AiwatchError) throw error;
    throw fileError(file, reasonOf(error), error);
  }
}
