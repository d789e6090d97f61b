import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { CommandContext } from '../command.ts';

/** Owner only: what is saved is about people. */
const FILE_MODE = 0o600;

/** Saves an answer of any size to a file, which must not be there yet, or else prints it line by line. */
export async function saveAnswer(
  response: Response,
  out: string | undefined,
  { print, printNote }: CommandContext,
): Promise<void> {
  const { body } = response;
  if (body === null) return;
  if (out !== undefined) {
    await pipeline(body, createWriteStream(out, { flags: 'wx', mode: FILE_MODE }));
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
