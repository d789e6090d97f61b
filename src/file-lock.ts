import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AiwatchError, reasonOf } from './errors.ts';
import { identifySelf, isRunning, type ThreadIdentity } from './process-identity.ts';

/** The right to what a lock file stands for, held by this thread. */
export interface FileLock {
  release(): Promise<void>;
}

export interface FileLockOptions {
  /** The error for one that is held. @param holder e.g. `process 17` */
  readonly lockedError: (holder: string) => AiwatchError;
  /** Told when it has to wait until it is certain that the holder is gone. */
  readonly onWait?: (holder: string) => void;
  /** How long a holder counts as alive after its last sign of life. @default 15000 */
  readonly leaseMs?: number;
}

/** What the lock file says of its holder. */
interface Holder extends ThreadIdentity {
  readonly host: string;
  /** Of this lock alone. */
  readonly id: string;
}

/** A lock says that its holder lives by its time of change, for those who cannot see its process (another container). */
const HEARTBEAT_MS = 5_000;
/** Three missed heartbeats: the holder is gone. */
const LEASE_MS = 15_000;
const POLL_MS = 100;

/**
 * Takes a lock file. That of a thread which runs no more does not count; where the holder cannot be seen from here, that
 * is certain when it has given no sign of life for the length of the lease, which is waited for. Throws what
 * `lockedError` makes, and the system's error if the file cannot be written.
 */
export async function lockFile(file: string, options: FileLockOptions): Promise<FileLock> {
  const own: Holder = { ...identifySelf(), host: hostname(), id: randomUUID() };
  const text = JSON.stringify(own);
  const draft = `${file}.${own.id}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    if (!(await isLinked(draft, file))) await takeOver(file, draft, options);
  } finally {
    await rm(draft, { force: true });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_MS).unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      if ((await readLock(file))?.text === text) await rm(file, { force: true });
    },
  };
}

/** Whether a lock file is held, as far as can be said at once. */
export async function isFileLocked(file: string): Promise<boolean> {
  return isHeld(await readLock(file), LEASE_MS);
}

/** Takes the name, in one step and with all its content, or finds it taken. */
async function isLinked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (reasonOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Whoever replaces a stale lock holds a second file meanwhile: else two could each remove the lock that the other has just
 * made. That one is a lock too, since its holder may end in the middle.
 */
async function takeOver(file: string, draft: string, options: FileLockOptions): Promise<void> {
  const stale = await awaitStale(file, options);
  const guard = `${file}.takeover`;
  if (!(await isLinked(draft, guard))) await takeOver(guard, draft, options);
  try {
    if (stale !== undefined && (await readLock(file))?.text === stale) await rm(file);
    if (!(await isLinked(draft, file))) throw options.lockedError('another process');
  } finally {
    await rm(guard, { force: true });
  }
}

/** Resolves with what is in the file when nobody holds it any more. Throws at the first sign that somebody does. */
async function awaitStale(file: string, options: FileLockOptions): Promise<string | undefined> {
  const { lockedError, onWait, leaseMs = LEASE_MS } = options;
  const found = await readLock(file);
  if (found?.holder === undefined || !isHeld(found, leaseMs)) return found?.text;
  const holder = nameOf(found.holder);
  if (isRunning(found.holder)) throw lockedError(holder);
  onWait?.(holder);
  // Clocks of machines differ: whoever shows nothing for so long from now on is gone too.
  const endMs = performance.now() + leaseMs;
  while (performance.now() < endMs) {
    await sleep(POLL_MS);
    const now = await readLock(file);
    if (now === undefined || !isHeld(now, leaseMs)) return now?.text;
    if (now.changedMs !== found.changedMs) throw lockedError(holder);
  }
  return found.text;
}

/** A lock file as it was found. */
interface FoundLock {
  readonly text: string;
  /** Undefined for one that is broken, which nobody holds: a lock is there with all its content or not at all. */
  readonly holder: Holder | undefined;
  /** When it was last changed, in Unix milliseconds. */
  readonly changedMs: number;
}

async function readLock(file: string): Promise<FoundLock | undefined> {
  try {
    const [text, { mtimeMs: changedMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { text, holder: parseHolder(text), changedMs };
  } catch {
    return undefined;
  }
}

function isHeld(found: FoundLock | undefined, leaseMs: number): boolean {
  if (found?.holder === undefined) return false;
  return isRunning(found.holder) ?? Date.now() - found.changedMs < leaseMs;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder>;
    return typeof holder.pid === 'number' ? (holder as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(holder: Holder): string {
  const name = `process ${holder.pid}`;
  return isRunning(holder) === undefined ? `${name} on ${holder.host}` : name;
}
