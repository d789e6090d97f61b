import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { AiwatchError, reasonOf } from '../../errors.ts';
import { appendReplaceableFile, readPrivateFile, replacePrivateFile } from '../../private-file.ts';
import { formatIssuedToken, parseIssuedTokens } from './issued-file.ts';

/** A file with fewer lines to spare is read in no time. */
const MIN_SPARE_LINES = 100;
/** A claim that is older was left by a process that crashed. */
const MAX_CLAIM_MS = 10 * 60_000;
const NEWLINE = 0x0a;

/** The list without what is over; undefined where hardly anything is, so that it is not worth it. */
function compact(text: string): string | undefined {
  const tokens = [...parseIssuedTokens(text).values()];
  const lines = text.split('\n').filter(line => line !== '').length;
  const isWorthIt = lines >= 2 * tokens.length && lines - tokens.length >= MIN_SPARE_LINES;
  return isWorthIt ? tokens.map(formatIssuedToken).join('') : undefined;
}

/** Of several processes that start at once, one gets it. */
async function claim(claimFile: string): Promise<FileHandle | undefined> {
  try {
    return await open(claimFile, 'wx', 0o600);
  } catch (error) {
    if (reasonOf(error) !== 'EEXIST') throw error;
    const stats = await stat(claimFile).catch(() => undefined);
    // For the next start; two that removed it now could both get it.
    if (stats !== undefined && stats.mtimeMs + MAX_CLAIM_MS < Date.now())
      await rm(claimFile, { force: true });
    return undefined;
  }
}

/**
 * Replaces the list in one step, and then adds what others have added to the old one since it was read. Whoever adds to
 * the old one later sees that it was replaced, and adds it again (`appendReplaceableFile`).
 */
async function rewrite(file: string): Promise<void> {
  const old = await open(file, 'r');
  try {
    const content = await old.readFile();
    // Behind the last line there may be half of one that is being written.
    const endOfLines = content.lastIndexOf(NEWLINE) + 1;
    const next = compact(content.toString('utf8', 0, endOfLines));
    if (next === undefined) return;
    await replacePrivateFile(file, next);
    const added = Buffer.concat([content.subarray(endOfLines), await old.readFile()]).toString();
    if (added !== '') await appendReplaceableFile(file, `\n${added}\n`);
  } finally {
    await old.close();
  }
}

/**
 * Makes the list of issued tokens shorter where most of its lines are about sessions that are over, or are renewals,
 * while other processes may read it and add to it. Rejects with DATA_FILE_….
 */
export async function compactIssuedFile(file: string): Promise<void> {
  if (compact((await readPrivateFile(file)) ?? '') === undefined) return;
  const claimFile = `${file}.claim`;
  try {
    const claimed = await claim(claimFile);
    if (claimed === undefined) return;
    try {
      await rewrite(file);
    } finally {
      await claimed.close();
      await rm(claimFile, { force: true });
    }
  } catch (cause) {
    throw new AiwatchError('DATA_FILE_UNWRITABLE', { where: file, found: reasonOf(cause), cause });
  }
}
