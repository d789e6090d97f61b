import { readFile } from 'node:fs/promises';
import { AiwatchError, reasonOf } from '../../errors.ts';

/** The text of a file, or undefined where there is none; BUNDLE_NOT_WRITTEN where it cannot be read. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = reasonOf(cause);
    if (code === 'ENOENT') return undefined;
    throw new AiwatchError('BUNDLE_NOT_WRITTEN', {
      where: file,
      found: `${code}; nothing was changed`,
      cause,
    });
  }
}
