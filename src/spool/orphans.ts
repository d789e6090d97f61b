import { readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { isAiwatchError, reasonOf } from '../errors.ts';
import { isFolderLocked } from './folder-lock.ts';
import { openSpool } from './open-spool.ts';
import { QUARANTINE, removeExpired } from './quarantine.ts';
import { parseSegmentName } from './segment.ts';
import type { Spool } from './spool.ts';
import { nodeSpoolFs } from './spool-fs.ts';
import { type ProblemListener, SPOOL_DEFAULTS } from './spool-state.ts';

/** A worker may end while its process runs; and of a container it takes a while until it is certain that it is gone. */
const ADOPT_INTERVAL_MS = 60_000;

/** What was taken over from processes that are gone. */
export interface Adoption {
  /** Folders that are empty now. */
  readonly folders: number;
  readonly records: number;
  /** Records in them that could not be read. */
  readonly corruptRecords: number;
}

/** A folder that nobody uses, with the names in it. */
interface FreeFolder {
  readonly dir: string;
  readonly names: readonly string[];
}

/** The folders below `parentDir` that are spools whose process is gone, with records or without. */
export async function listOrphanedSpools(parentDir: string): Promise<readonly string[]> {
  return (await listFreeFolders(parentDir)).filter(isSpool).map(({ dir }) => dir);
}

async function listFreeFolders(parentDir: string): Promise<readonly FreeFolder[]> {
  const entries = await readdir(parentDir, { withFileTypes: true }).catch(error => {
    if (reasonOf(error) === 'ENOENT') return [];
    throw error;
  });
  const free: FreeFolder[] = [];
  for (const entry of entries.filter(one => one.isDirectory())) {
    const dir = join(parentDir, entry.name);
    const names = await readdir(dir).catch(() => []);
    if (!(await isFolderLocked(dir))) free.push({ dir, names });
  }
  return free;
}

function isSpool({ names }: FreeFolder): boolean {
  return (
    (names.includes('cursor') && !names.includes(QUARANTINE)) ||
    names.some(name => parseSegmentName(name) !== undefined)
  );
}

/** Adopts what is orphaned, now and every minute; what fails is reported. @returns ends it */
export function keepAdopting(parentDir: string, into: Spool, onProblem: ProblemListener): () => void {
  const adoptNow = () => adoptOrphans(parentDir, into, onProblem).catch(error => onProblem(parentDir, error));
  void adoptNow();
  const timer = setInterval(() => void adoptNow(), ADOPT_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

/**
 * Moves the records of orphaned spools into an open one: appended there before they are removed here, so that a crash
 * may repeat some and loses none. A folder that cannot be moved now (another process was first, the spool is full)
 * stays for the next time, and is reported. One that holds nothing but damaged files is left to people for a week.
 */
export async function adoptOrphans(
  parentDir: string,
  into: Spool,
  onProblem: ProblemListener = () => {},
): Promise<Adoption> {
  const total = { folders: 0, records: 0, corruptRecords: 0 };
  for (const folder of await listFreeFolders(parentDir)) {
    const { dir, names } = folder;
    try {
      if (isSpool(folder)) {
        await adopt(dir, into, total, onProblem);
        total.folders++;
      } else if (names.includes('cursor')) await removeEmpty(dir);
    } catch (error) {
      // Another process adopts it: nothing to report.
      if (!(isAiwatchError(error) && error.code === 'SPOOL_LOCKED')) onProblem(dir, error);
    }
  }
  return total;
}

async function adopt(
  dir: string,
  into: Spool,
  total: { records: number; corruptRecords: number },
  onProblem: ProblemListener,
): Promise<void> {
  const orphan = await openSpool({ dir, ...SPOOL_DEFAULTS }, { onProblem });
  try {
    for (;;) {
      const batch = await orphan.next({ signal: AbortSignal.abort() });
      if (batch === undefined) break;
      await into.append(batch.records);
      orphan.commit(batch.position);
      total.records += batch.records.length;
    }
  } finally {
    total.corruptRecords += orphan.stats().corruptTotal.records;
    await orphan.close();
  }
  await removeEmpty(dir);
}

/** Damaged files that were set aside keep the folder, for a week. */
async function removeEmpty(dir: string): Promise<void> {
  if (await removeExpired(nodeSpoolFs, dir, systemClock())) return;
  await rmdir(join(dir, QUARANTINE)).catch(() => {});
  const names = await readdir(dir);
  if (names.some(name => name !== 'cursor')) return;
  await unlink(join(dir, 'cursor')).catch(() => {});
  await rmdir(dir).catch(() => {});
}
