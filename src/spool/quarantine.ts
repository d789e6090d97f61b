import { join } from 'node:path';
import type { Segment } from './segment.ts';
import type { SpoolFs } from './spool-fs.ts';
import type { SpoolState } from './spool-state.ts';

const FOLDER = 'quarantine';
/** Damaged files may take this part of the spool's bound in addition to it; beyond, the oldest are removed. */
const SHARE = 1 / 4;

/** Sets a damaged file aside, for people to look at. */
export async function quarantine(state: SpoolState, { name, path }: Segment): Promise<void> {
  const { fs, config } = state;
  const folder = join(config.dir, FOLDER);
  await fs.makeFolder(folder);
  await fs.rename(path, join(folder, name));
  await fs.syncFolder(folder);
  await fs.syncFolder(config.dir);
  state.quarantinedFiles++;
  await removeOldest(fs, folder, config.maxBytes * SHARE);
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
