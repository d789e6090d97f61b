import { accessSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** What only Linux tells a process about itself. */
export interface ProcfsFacts {
  readonly virtualMemoryBytes: number;
  readonly threads: number;
  readonly openDescriptors: number;
  /** Infinity where there is no limit. */
  readonly maxDescriptors: number;
}

/** Whether there is a /proc to read. */
export function hasProcfs(): boolean {
  try {
    accessSync('/proc/self/status');
    return true;
  } catch {
    return false;
  }
}

/** Reads /proc/self; see proc(5). Rejects where it cannot be read or says something unknown. */
export async function readProcfs(): Promise<ProcfsFacts> {
  const [status, limits] = await Promise.all([
    readFile('/proc/self/status', 'latin1'),
    readFile('/proc/self/limits', 'latin1'),
  ]);
  // After the files, which were descriptors too; reading the folder takes one itself.
  const descriptors = await readdir('/proc/self/fd');
  return {
    ...parseStatus(status),
    maxDescriptors: parseMaxFiles(limits),
    openDescriptors: descriptors.length - 1,
  };
}

/** `VmSize:	   3060 kB` and `Threads:	1`; the kB are 1,024 bytes. */
export function parseStatus(text: string): Pick<ProcfsFacts, 'virtualMemoryBytes' | 'threads'> {
  const virtualMemoryBytes = Number(/^VmSize:\s+(\d+) kB$/m.exec(text)?.[1]) * 1024;
  return { virtualMemoryBytes, threads: Number(/^Threads:\s+(\d+)$/m.exec(text)?.[1]) };
}

/** `Max open files            1024                 524288               files`: the first is the one that holds. */
export function parseMaxFiles(text: string): number {
  const soft = /^Max open files\s+(\S+)/m.exec(text)?.[1];
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}
