import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AiwatchError, reasonOf } from './errors.ts';

/** Only the account that the server runs as may read what signs tokens, and who has them. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Nobody replaces a file more often meanwhile; there are file systems, though, whose inodes mean nothing. */
const MAX_REPLACEMENTS = 5;

/** @returns the inode that it was written to */
async function writeDurably(file: string, flags: 'a' | 'w', text: string): Promise<bigint> {
  const handle = await open(file, flags, FILE_MODE);
  try {
    await handle.writeFile(text);
    await handle.sync();
    return (await handle.stat({ bigint: true })).ino;
  } finally {
    await handle.close();
  }
}

function unwritable(file: string, cause: unknown): AiwatchError {
  return new AiwatchError('DATA_FILE_UNWRITABLE', { where: file, found: reasonOf(cause), cause });
}

/** Reads a file as text; undefined where there is none. Throws DATA_FILE_UNREADABLE. */
export async function readPrivateFile(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (reasonOf(cause) === 'ENOENT') return undefined;
    throw new AiwatchError('DATA_FILE_UNREADABLE', { where: file, found: reasonOf(cause), cause });
  }
}

/** Replaces a file in one step, so that a crash leaves the old or the new one. Throws DATA_FILE_UNWRITABLE. */
export async function replacePrivateFile(file: string, text: string): Promise<void> {
  const next = `${file}.${randomUUID()}.next`;
  try {
    await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
    await writeDurably(next, 'w', text);
    await rename(next, file);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/**
 * Makes a file in one step where there is none yet: of several processes that do so at once, all find the one that was
 * first, since a link is made only where there is nothing. Throws DATA_FILE_UNWRITABLE.
 */
export async function createPrivateFileOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.draft`;
  await replacePrivateFile(draft, text);
  try {
    await link(draft, file);
  } catch (cause) {
    if (reasonOf(cause) !== 'EEXIST') throw unwritable(file, cause);
  } finally {
    await rm(draft, { force: true });
  }
}

/** The inode of a file; undefined where there is none. */
async function inodeOf(file: string): Promise<bigint | undefined> {
  return (await stat(file, { bigint: true }).catch(() => undefined))?.ino;
}

/** Adds to the end of a file, in one write: several processes may do so at once. Throws DATA_FILE_UNWRITABLE. */
export async function appendPrivateFile(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
    await writeDurably(file, 'a', text);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/**
 * The same for a file that another process may replace at that moment: what went to the end of the old one goes to the
 * new one again, so that a text may be there twice. Throws DATA_FILE_UNWRITABLE.
 */
export async function appendReplaceableFile(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
    for (let i = 0; i < MAX_REPLACEMENTS; i++) {
      if ((await writeDurably(file, 'a', text)) === (await inodeOf(file))) return;
    }
  } catch (cause) {
    throw unwritable(file, cause);
  }
}
