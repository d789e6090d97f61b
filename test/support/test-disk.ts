import type * as fs from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { vi } from 'vitest';

type Fs = typeof fs;

const nothing = async () => {};
const state = { isFull: false, meanwhile: nothing };
const synced = new Map<string, readonly string[]>();

/** The disk as `mockDisk` has it: it can be full, and knows what of its folders a power loss would leave. */
export const disk = {
  /** Of each text that the action writes, the first half fits on it; then comes `meanwhile`, and then the error. */
  async whileFull<T>(action: () => Promise<T>, meanwhile = nothing): Promise<T> {
    Object.assign(state, { isFull: true, meanwhile });
    return action().finally(() => {
      state.isFull = false;
    });
  },
  /** The names that a folder would have after a power loss: those of its last sync. */
  namesAfterPowerLoss: (folder: string): readonly string[] => synced.get(folder) ?? [],
};

/** For `vi.mock('node:fs/promises', …)`, which is to import it: it runs before all else. */
export async function mockDisk(): Promise<Fs> {
  const real = await vi.importActual<Fs>('node:fs/promises');
  const open: Fs['open'] = async (path, flags, mode) => {
    const handle = await real.open(path, flags, mode);
    return (await handle.stat()).isDirectory()
      ? watchFolder(handle, String(path), real)
      : limitWrites(handle);
  };
  return { ...real, open };
}

function watchFolder(handle: FileHandle, folder: string, real: Fs): FileHandle {
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    await sync();
    synced.set(folder, await real.readdir(folder));
  };
  return handle;
}

function limitWrites(handle: FileHandle): FileHandle {
  const write = handle.writeFile.bind(handle);
  handle.writeFile = async data => {
    if (!state.isFull) return write(data);
    const text = String(data);
    await write(text.slice(0, text.length / 2));
    await state.meanwhile();
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  return handle;
}
