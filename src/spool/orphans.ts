import { readdir, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isAiwatchError, reasonOf } from '../errors.ts';
import { isFolderLocked } from './folder-lock.ts';
import { openSpool } from './open-spool.ts';
import { parseSegmentName } from './segment.ts';
import type { Spool } from './spool.ts';
import { type ProblemListener, SPOOL_DEFAULTS } from './spool-state.ts';

/** What was taken over from processes that are gone. */
export interface Adoption {
  /** Folders that are empty now. */
  readonly folders: number;
  readonly records: number;
  /** Records in them that could not be read. */
  readonly corruptRecords: number;
}

/** The folders below `parentDir` that are spools whose process is gone, with records or without. */
export async function listOrphanedSpools(parentDir: string): Promise<readonly string[]> {
  const entries = await readdir(parentDir, { withFileTypes: true }).catch(error => {
    if (reasonOf(error) === 'ENOENT') return [];
    throw error;
  });
  const orphans: string[] = [];
  for (const entry of entries.filter(one => one.isDirectory())) {
    const dir = join(parentDir, entry.name);
    const names = await readdir(dir).catch(() => []);
    if (isSpool(names) && !(await isFolderLocked(dir))) orphans.push(dir);
  }
  return orphans;
}

/** One that holds nothing but damaged files is left to people. */
function isSpool(names: readonly string[]): boolean {
  const isEmpty = names.includes('cursor') && !names.includes('quarantine');
  return isEmpty || names.some(name => parseSegmentName(name) !== undefined);
}

/**
 * Moves the records of orphaned spools into an open one: appended there before they are removed here, so that a crash
 * may repeat some and loses none. A folder that cannot be moved now (another process was first, the spool is full)
 * stays for the next time, and is reported.
 */
export async function adoptOrphans(
  parentDir: string,
  into: Spool,
  onProblem: ProblemListener = () => {},
): Promise<Adoption> {
  const total = { folders: 0, records: 0, corruptRecords: 0 };
  for (const dir of await listOrphanedSpools(parentDir)) {
    try {
      await adopt(dir, into, total, onProblem);
      total.folders++;
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

/** Damaged files that were set aside keep the folder. */
async function removeEmpty(dir: string): Promise<void> {
  const names = await readdir(dir);
  if (names.some(name => name !== 'cursor')) return;
  await unlink(join(dir, 'cursor')).catch(() => {});
  await rmdir(dir).catch(() => {});
}
