import { pipeline } from 'node:stream/promises';
import { AiwatchError, isAiwatchError, reasonOfFetch } from '../../errors.ts';
import type { CommandContext } from '../command.ts';
import { writeNewFile } from '../write-new-file.ts';

/** Throws OUTPUT_NOT_WRITTEN. */
async function save(body: ReadableStream<Uint8Array>, file: string): Promise<void> {
  try {
    await writeNewFile(file, target => pipeline(body, target));
  } catch (cause) {
    if (isAiwatchError(cause)) throw cause;
    throw new AiwatchError('OUTPUT_NOT_WRITTEN', { where: file, found: reasonOfFetch(cause), cause });
  }
}

/** Saves an answer of any size to a file, which must not be there yet, or else to the standard output. */
export async function saveAnswer(
  response: Response,
  out: string | undefined,
  { printNote, output = process.stdout }: CommandContext,
): Promise<void> {
  const { body } = response;
  if (body === null) return;
  if (out !== undefined) {
    await save(body, out);
    printNote?.(`aiwatch: wrote ${out}`);
    return;
  }
  try {
    await pipeline(body, output, { end: false });
  } catch (cause) {
    const found = reasonOfFetch(cause);
    throw new AiwatchError('OUTPUT_NOT_WRITTEN', { where: 'standard output', found, cause });
  }
}
