import { join } from 'node:path';
import { reasonOf } from '../errors.ts';
import type { Segment } from './segment.ts';
import type { SpoolFs } from './spool-fs.ts';
import type { SpoolState } from './spool-state.ts';

/** Folder of the damaged files, in that of the spool. */
export const QUARANTINE = 'quarantine';
/** Damaged files may take this part of the spool's bound in addition to it; beyond, the oldest are removed. */
const SHARE = 1 / 4;
/** Time for people to look at them. No erasure reaches what users did that is in them: docs/privacy.md says how long. */
const KEPT_MS = 7 * 86_400_000;
const CHECK_INTERVAL_MS = 3_600_000;

/** Sets a damaged file aside, for people to look at. Its name begins with the day, so that names sort by age. */
export async function quarantine(state: SpoolState, { name, path }: Segment): Promise<void> {
  const { fs, config, clock } = state;
  const folder = join(config.dir, QUARANTINE);
  await fs.makeFolder(folder);
  await fs.rename(path, join(folder, `${dayOf(clock())}-${name}`));
  await fs.syncFolder(folder);
  await fs.syncFolder(config.dir);
  state.quarantinedFiles++;
  await removeOldest(fs, folder, config.maxBytes * SHARE);
}

/** Removes what was set aside more than a week ago, now and every hour; what fails is reported. @returns ends it */
export async function keepQuarantine({ fs, config, clock, onProblem }: SpoolState): Promise<() => void> {
  const clean = () =>
    removeExpired(fs, config.dir, clock()).catch(error => onProblem(join(config.dir, QUARANTINE), error));
  await clean();
  const timer = setInterval(() => void clean(), CHECK_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

/** Removes what was set aside in a spool's folder more than a week ago. @returns whether something is left */
export async function removeExpired(fs: SpoolFs, dir: string, nowMs: number): Promise<boolean> {
  const folder = join(dir, QUARANTINE);
  const names = await fs.list(folder).catch(error => {
    if (reasonOf(error) === 'ENOENT') return [];
    throw error;
  });
  const firstKeptDay = dayOf(nowMs - KEPT_MS);
  const expired = names.filter(name => name < firstKeptDay);
  for (const name of expired) await fs.remove(join(folder, name));
  return expired.length < names.length;
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

async function removeOldest(fs: SpoolFs, folder: string, boundBytes: number): Promise<void> {
  let usedBytes = 0;
  for (const name of [...(await fs.list(folder))].sort().reverse()) {
    const path = join(folder, name);
    usedBytes += await sizeOf(fs, path);
    if (usedBytes > boundBytes) await fs.remove(path);
  }
}

async function sizeOf(fs: SpoolFs, path: string): Promise<number> {
  const file = await fs.open(path, 'read');
  try {
    return await file.sizeBytes();
  } finally {
    await file.close();
  }
}
