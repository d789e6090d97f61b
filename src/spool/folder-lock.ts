import { randomUUID } from 'node:crypto';
import { link, readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AiwatchError, reasonOf } from '../errors.ts';

/** A folder that this process alone uses. */
export interface FolderLock {
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  /** When the process started, as the system counts it; it tells a process from a later one with the same number. */
  readonly startedAt: string;
  readonly host: string;
  /** Of this lock alone. */
  readonly id: string;
}

const LOCK_FILE = 'lock';
const GUARD_FILE = 'lock.takeover';
/** A lock says that its owner lives by its time of change, for those who cannot see its process (another container). */
const HEARTBEAT_MS = 5_000;
/** Three missed heartbeats: the owner on another host is gone. */
const LEASE_MS = 15_000;

/** Takes a folder for this process. A lock whose process is gone is taken over. Throws SPOOL_LOCKED. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const owner: Owner = {
    pid: process.pid,
    startedAt: await startOf(process.pid),
    host: hostname(),
    id: randomUUID(),
  };
  const file = join(folder, LOCK_FILE);
  if (!(await claim(file, owner))) await takeOver(folder, owner);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_MS).unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      if ((await readOwner(file))?.id === owner.id) await unlink(file);
    },
  };
}

/** Whether a running process holds the folder. */
export async function isFolderLocked(folder: string): Promise<boolean> {
  const file = join(folder, LOCK_FILE);
  const owner = await readOwner(file);
  return owner !== undefined && (await isHeld(file, owner));
}

/** Makes the lock in one step, with its content: nobody ever reads half of it. */
async function claim(file: string, owner: Owner): Promise<boolean> {
  const own = `${file}.${owner.id}`;
  await writeFile(own, JSON.stringify(owner), { mode: 0o600 });
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (reasonOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(own);
  }
}

/** The guard lets one at a time replace a stale lock: else two could each remove the lock that the other has just made. */
async function takeOver(folder: string, owner: Owner): Promise<void> {
  const [file, guard] = [join(folder, LOCK_FILE), join(folder, GUARD_FILE)];
  if ((await ageMs(guard)) > LEASE_MS) await unlink(guard).catch(() => {});
  if (!(await claim(guard, owner))) throw lockedBy(folder, await readOwner(guard));
  try {
    const holder = await readOwner(file);
    if (holder !== undefined && (await isHeld(file, holder))) throw lockedBy(folder, holder);
    await unlink(file).catch(() => {});
    if (!(await claim(file, owner))) throw lockedBy(folder, await readOwner(file));
  } finally {
    await unlink(guard).catch(() => {});
  }
}

async function isHeld(file: string, owner: Owner): Promise<boolean> {
  if (owner.host !== hostname()) return (await ageMs(file)) < LEASE_MS;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (reasonOf(error) !== 'EPERM') return false;
  }
  return (await startOf(owner.pid)) === owner.startedAt;
}

/** Linux tells when a process started (field 22 of proc(5) stat, behind the name in parentheses). Elsewhere: nothing. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

async function ageMs(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? 0 : Date.now() - found.mtimeMs;
}

function lockedBy(folder: string, owner: Owner | undefined): AiwatchError {
  const found = owner === undefined ? 'one that takes it' : `process ${owner.pid} on ${owner.host}`;
  return new AiwatchError('SPOOL_LOCKED', { where: `spool ${folder}`, found });
}
