import { readFileSync } from 'node:fs';
import { AiwatchError, reasonOf } from '../errors.ts';

/** Reads a file of settings, of a secret or of a certificate; CONFIG_FILE_UNREADABLE where that fails. */
export function readText(file: string, where: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AiwatchError('CONFIG_FILE_UNREADABLE', {
      where,
      expected: 'a readable file',
      found: reasonOf(cause),
      cause,
    });
  }
}
