import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { AiwatchError, reasonOf } from '../../errors.ts';
import type { CommandContext } from '../command.ts';

/** Owner only: what is saved is about people. */
const FILE_MODE = 0o600;

/** Throws OUTPUT_NOT_WRITTEN. */
async function save(body: ReadableStream<Uint8Array>, file: string): Promise<void> {
  try {
    await pipeline(body, createWriteStream(file, { flags: 'wx', mode: FILE_MODE }));
  } catch (cause) {
    throw new AiwatchError('OUTPUT_NOT_WRITTEN', { where: file, found: reasonOf(cause), cause });
  }
}

/** Saves an answer of any size to a file, which must not be there yet, or else prints it line by line. */
export async function saveAnswer(
  response: Response,
  out: string | undefined,
  { print, printNote }: CommandContext,
): Promise<void> {
  const { body } = response;
  if (body === null) return;
  if (out !== undefined) {
    await save(body, out);
    printNote?.(`aiwatch: wrote ${out}`);
    return;
  }
  let rest = '';
  const decoder = new TextDecoder();
  for await (const piece of body) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) print(line);
  }
  if (rest !== '') print(rest);
}
