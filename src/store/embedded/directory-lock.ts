import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { AiwatchError } from '../../errors.ts';
import { findStartTime } from './process-identity.ts';

/** The right to use a data directory, held by this process. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/** What the lock file says of its holder. */
interface Holder {
  readonly pid: number;
  /** See `findStartTime`. */
  readonly startTime: string | undefined;
  /** Tells two openers of one process apart. */
  readonly nonce: string;
}

/**
 * Takes a lock file for this process. That of a process which runs no more (or whose id another has by now) does not
 * count. Throws STORE_LOCKED with the holder's process id, and the system's error if the file cannot be written.
 */
export async function lockDirectory(file: string): Promise<DirectoryLock> {
  const own: Holder = { pid: process.pid, startTime: findStartTime(process.pid), nonce: randomUUID() };
  const text = JSON.stringify(own);
  const draft = `${file}.${own.nonce}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    if (!(await isLinked(draft, file))) await takeOver(file, draft);
    return { release: () => releaseLock(file, text) };
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes the name, in one step and with all its content, or finds it taken. */
async function isLinked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** A second file lets one at a time replace a stale lock: else two could each remove the lock that the other has just made. */
async function takeOver(file: string, draft: string): Promise<void> {
  const guard = `${file}.takeover`;
  await removeIfStale(guard);
  if (!(await isLinked(draft, guard))) throw lockedError(file, 'another process');
  try {
    await removeIfStale(file);
    if (!(await isLinked(draft, file))) throw lockedError(file, 'another process');
  } finally {
    await rm(guard, { force: true });
  }
}

/** Throws STORE_LOCKED where the holder runs. */
async function removeIfStale(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const holder = parseHolder(text);
  if (holder !== undefined && isAlive(holder)) throw lockedError(file, `process ${holder.pid}`);
  await rm(file, { force: true });
}

function isAlive({ pid, startTime }: Holder): boolean {
  const found = findStartTime(pid);
  return found !== undefined && found === startTime;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder>;
    return typeof holder.pid === 'number' ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

async function releaseLock(file: string, text: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => undefined);
  if (found === text) await rm(file, { force: true });
}

function lockedError(file: string, found: string): AiwatchError {
  return new AiwatchError('STORE_LOCKED', { where: file, found });
}
