import { type BigIntStats, promises as fs } from 'node:fs';

/** The content of a file that other processes change. */
export interface WatchedFile<T> {
  current(): T;
  /** Reads it now. Rejects as `load` does. */
  refresh(): Promise<void>;
  close(): void;
}

export interface WatchedFileOptions<T> {
  readonly file: string;
  readonly load: () => Promise<T>;
  /** Told of a change that cannot be read; what was read before stays. */
  readonly onProblem: (error: unknown) => void;
  /** @default 1 s */
  readonly intervalMs?: number;
}

/** A revoked token is let in for so long at the most: a look at a file costs a few microseconds. */
const INTERVAL_MS = 1000;

/** Inode, size and time tell a file that was replaced or added to; undefined where there is none. */
async function stampOf(file: string): Promise<string | undefined> {
  const stats: BigIntStats | undefined = await fs.stat(file, { bigint: true }).catch(() => undefined);
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}

/** Reads a file, and again when it has changed. Rejects as `load` does, where it fails the first time. */
export async function watchFile<T>(options: WatchedFileOptions<T>): Promise<WatchedFile<T>> {
  const { file, load, onProblem, intervalMs = INTERVAL_MS } = options;
  // Before the content: a change in between is then read twice, and never missed.
  let stamp = await stampOf(file);
  let content = await load();
  let isLooking = false;
  const refresh = async (): Promise<void> => {
    const next = await stampOf(file);
    content = await load();
    stamp = next;
  };
  const look = async (): Promise<void> => {
    const next = await stampOf(file);
    if (next === undefined || next === stamp) return;
    await refresh();
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(onProblem)
      .finally(() => {
        isLooking = false;
      });
  }, intervalMs);
  timer.unref();
  return { current: () => content, refresh, close: () => clearInterval(timer) };
}
