import { join } from 'node:path';
import { AiwatchError } from '../errors.ts';
import { type FileLock, isFileLocked, lockFile } from '../file-lock.ts';

const LOCK_FILE = 'lock';

/** Takes a folder for this thread, which may wait for a lease to run out. Throws SPOOL_LOCKED. */
export function lockFolder(folder: string): Promise<FileLock> {
  return lockFile(join(folder, LOCK_FILE), {
    lockedError: found => new AiwatchError('SPOOL_LOCKED', { where: `spool ${folder}`, found }),
  });
}

/** Whether somebody who runs, or may run, holds the folder. */
export function isFolderLocked(folder: string): Promise<boolean> {
  return isFileLocked(join(folder, LOCK_FILE));
}
