import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** A disk that can be full, and that knows what of its folders a power loss would leave. */
export interface TestDisk {
  /** Of each text that the action writes, the first half fits on it; then comes `meanwhile`, and then the error. */
  whileFull<T>(action: () => Promise<T>, meanwhile?: () => Promise<void>): Promise<T>;
  /** The names that a folder would have after a power loss: those of its last sync. */
  namesAfterPowerLoss(folder: string): readonly string[];
}

/** Makes the disk of the machine such a one for this process, until the test is over. */
export function useTestDisk(): TestDisk {
  const synced = new Map<string, readonly string[]>();
  let refuse: (() => Promise<never>) | undefined;
  replaceOpen(open => async (path, flags, mode) => {
    const handle = await open(path, flags, mode);
    if ((await handle.stat()).isDirectory()) watchSync(handle, String(path), synced);
    else limitWrites(handle, () => refuse);
    return handle;
  });
  return {
    whileFull: (action, meanwhile = async () => {}) => {
      refuse = async () => {
        await meanwhile();
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      return action().finally(() => {
        refuse = undefined;
      });
    },
    namesAfterPowerLoss: folder => synced.get(folder) ?? [],
  };
}

/** Modules that have imported it by its name get the new one too. */
function replaceOpen(make: (open: typeof fs.open) => typeof fs.open): void {
  const { open } = fs;
  fs.open = make(open);
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.open = open;
    syncBuiltinESMExports();
  });
}

function watchSync(handle: FileHandle, folder: string, synced: Map<string, readonly string[]>): void {
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    await sync();
    synced.set(folder, await fs.readdir(folder));
  };
}

function limitWrites(handle: FileHandle, refusal: () => (() => Promise<never>) | undefined): void {
  const write = handle.writeFile.bind(handle);
  handle.writeFile = async data => {
    const refuse = refusal();
    const text = String(data);
    await write(refuse === undefined ? data : text.slice(0, text.length / 2));
    await refuse?.();
  };
}
