import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AiwatchError, reasonOf } from './errors.ts';

/** Only the account that the server runs as may read what signs tokens, and who has them. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** Nobody replaces a file more often meanwhile; there are file systems, though, whose inodes mean nothing. */
const MAX_REPLACEMENTS = 5;

/** What Windows, and some file systems of networks, say where a folder is to be synced; nothing better is to be had there. */
const CANNOT_SYNC_FOLDER: ReadonlySet<string> = new Set(['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'EPERM']);

/** Resolves when what was made, linked and renamed in the folder is so on the disk. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!CANNOT_SYNC_FOLDER.has(reasonOf(error))) throw error;
  }
}

/** Makes a folder and those above it, as far as they are missing. */
async function makeFolder(folder: string): Promise<void> {
  const highest = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  if (highest === undefined) return;
  const { length } = resolve(highest);
  for (let made = resolve(folder); made.length >= length; made = dirname(made))
    await syncFolder(dirname(made));
}

/** @returns the inode that it was written to */
async function writeDurably(file: string, flags: 'a' | 'wx', text: string): Promise<bigint> {
  const handle = await open(file, flags, FILE_MODE);
  try {
    await handle.writeFile(text);
    await handle.sync();
    return (await handle.stat({ bigint: true })).ino;
  } finally {
    await handle.close();
  }
}

/** Does something to a file, in its folder, that is on the disk when this resolves. Throws DATA_FILE_UNWRITABLE. */
async function change(file: string, action: () => Promise<void>): Promise<void> {
  try {
    await makeFolder(dirname(file));
    await action();
    await syncFolder(dirname(file));
  } catch (cause) {
    throw new AiwatchError('DATA_FILE_UNWRITABLE', { where: file, found: reasonOf(cause), cause });
  }
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

/** Writes a text under another name, puts it where it belongs, and leaves nothing under the other name, come what may. */
async function writeAside(file: string, text: string, put: (aside: string) => Promise<void>): Promise<void> {
  const aside = `${file}.${randomUUID()}.next`;
  try {
    await writeDurably(aside, 'wx', text);
    await put(aside);
  } finally {
    await rm(aside, { force: true });
  }
}

/** Replaces a file in one step, so that a crash leaves the old or the new one. Throws DATA_FILE_UNWRITABLE. */
export async function replacePrivateFile(file: string, text: string): Promise<void> {
  await change(file, () => writeAside(file, text, aside => rename(aside, file)));
}

/**
 * Makes a file in one step where there is none yet: of several processes that do so at once, all find the one that was
 * first, since a link is made only where there is nothing. Throws DATA_FILE_UNWRITABLE.
 */
export async function createPrivateFileOnce(file: string, text: string): Promise<void> {
  const linkOnce = async (aside: string) => {
    try {
      await link(aside, file);
    } catch (error) {
      if (reasonOf(error) !== 'EEXIST') throw error;
    }
  };
  await change(file, () => writeAside(file, text, linkOnce));
}

/** The inode and the length of a file; undefined where there is none. */
const statOf = (file: string) => stat(file, { bigint: true }).catch(() => undefined);

/** Takes the begin of a text away that is at the end of a file; what another process has added meanwhile stays. */
async function removeTorn(file: string, sizeBytes: number, text: string): Promise<void> {
  const added = (await readFile(file)).subarray(sizeBytes);
  if (Buffer.from(text).subarray(0, added.length).equals(added)) await truncate(file, sizeBytes);
}

/**
 * Adds to the end of a file, in one write: several processes may do so at once. Where that fails, nothing of the text
 * stays. Throws DATA_FILE_UNWRITABLE.
 */
export async function appendPrivateFile(file: string, text: string): Promise<void> {
  await change(file, async () => {
    const sizeBytes = Number((await statOf(file))?.size ?? 0);
    try {
      await writeDurably(file, 'a', text);
    } catch (error) {
      // The first error says more than one of this.
      await removeTorn(file, sizeBytes, text).catch(() => {});
      throw error;
    }
  });
}

/**
 * Adds to the end of a file that another process may replace at that moment: what went to the
 * end of the old one goes to the new one again, so that a text may be there twice. Half of it may stay where that fails.
 * Throws DATA_FILE_UNWRITABLE.
 */
export async function appendReplaceableFile(file: string, text: string): Promise<void> {
  await change(file, async () => {
    for (let i = 0; i < MAX_REPLACEMENTS; i++) {
      if ((await writeDurably(file, 'a', text)) === (await statOf(file))?.ino) return;
    }
  });
}
