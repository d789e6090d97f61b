import { mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import type { FileLock } from '../file-lock.ts';
import { lockFolder } from './folder-lock.ts';

/** How a file is opened: made anew (it must not exist), read only, or changed in place (made where there is none). */
export type FileMode = 'create' | 'read' | 'update';

/** One open file. */
export interface SpoolFile {
  /** Writes all of it; where it throws, any part may have been written. */
  write(data: Uint8Array, position: number): Promise<void>;
  /** @returns how many bytes were read; 0 at the end of the file. */
  read(target: Uint8Array, position: number): Promise<number>;
  /** Resolves when everything written to the file is on the disk. */
  datasync(): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  sizeBytes(): Promise<number>;
  close(): Promise<void>;
}

/** What the spool needs of a file system. Errors carry the code of the system (`ENOSPC`). */
export interface SpoolFs {
  open(path: string, mode: FileMode): Promise<SpoolFile>;
  /** The names in a folder. */
  list(folder: string): Promise<readonly string[]>;
  /** Makes a folder and those above it; content with one that exists. */
  makeFolder(folder: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Resolves when files made, renamed and removed in the folder are so on the disk. */
  syncFolder(folder: string): Promise<void>;
  /** Takes the folder for this thread alone. Throws SPOOL_LOCKED. */
  lock(folder: string): Promise<FileLock>;
}

const FLAGS = { create: 'wx+', read: 'r', update: 'a+' } as const;
/** Records may hold what users wrote: nobody else on the machine reads them. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** The file system of the machine. */
export const nodeSpoolFs: SpoolFs = {
  open: openFile,
  list: folder => readdir(folder),
  makeFolder: async folder => {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  },
  rename,
  remove: unlink,
  syncFolder,
  lock: lockFolder,
};

async function openFile(path: string, mode: FileMode): Promise<SpoolFile> {
  // `a+` would ignore positions when writing, so it only makes the file.
  if (mode === 'update') await (await open(path, FLAGS.update, FILE_MODE)).close();
  const handle = await open(path, mode === 'update' ? 'r+' : FLAGS[mode], FILE_MODE);
  return {
    write: async (data, position) => {
      for (let done = 0; done < data.length; ) {
        done += (await handle.write(data, done, data.length - done, position + done)).bytesWritten;
      }
    },
    read: async (target, position) => (await handle.read(target, 0, target.length, position)).bytesRead,
    datasync: () => handle.datasync(),
    truncate: sizeBytes => handle.truncate(sizeBytes),
    sizeBytes: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps its entries by a journal.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
