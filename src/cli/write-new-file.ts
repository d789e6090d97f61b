import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { AiwatchError, reasonOf } from '../errors.ts';

/** Owner only: what is written is about people. */
const FILE_MODE = 0o600;

/**
 * Writes a new file that only its owner may read. It has its name only when it is whole and on the disk. Throws
 * OUTPUT_NOT_WRITTEN for what the disk says, and what `write` throws besides.
 * @param write writes all of it, and ends the stream
 */
export async function writeNewFile(file: string, write: (target: Writable) => Promise<void>): Promise<void> {
  if (await isThere(file))
    throw new AiwatchError('OUTPUT_NOT_WRITTEN', { where: file, found: 'a file of that name' });
  const unfinished = `${file}.part`;
  try {
    // One that was killed has left it, perhaps for others to read.
    await rm(unfinished, { force: true });
    await write(createWriteStream(unfinished, { flags: 'wx', mode: FILE_MODE, flush: true }));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    if (!isOfDisk(error)) throw error;
    throw new AiwatchError('OUTPUT_NOT_WRITTEN', { where: file, found: reasonOf(error), cause: error });
  }
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** What disks say of a file that is open; sockets do not. */
const DISK_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']);

/** Errors of the network have no path. */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && ('path' in error || DISK_CODES.has(reasonOf(error)));
}
