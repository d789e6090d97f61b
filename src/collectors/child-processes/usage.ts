import pidusage from 'pidusage';

/** What a process uses. */
export interface ProcessUsage {
  /** CPU time since it started, user and system together. */
  readonly cpuSeconds: number;
  readonly residentMemoryBytes: number;
}

/** Reads what processes use; those that are gone are not in the answer. */
export type ReadUsage = (pids: readonly number[]) => Promise<ReadonlyMap<number, ProcessUsage>>;

/**
 * How long pidusage remembers a process, and keeps its file in /proc open. Short, so that a process that has ended is
 * let go before its id is given to another; 0 is not possible, pidusage 4 then reads for ever.
 */
const MEMORY_MS = 1000;
/** What the system says of a process that has just ended. */
const GONE: ReadonlySet<unknown> = new Set(['ENOENT', 'ESRCH']);

/** Asks the operating system by way of pidusage: /proc on Linux, `ps` or PowerShell elsewhere. */
export const readUsage: ReadUsage = async pids => {
  let answer: Readonly<Record<string, pidusage.Status | null | undefined>>;
  try {
    answer = await pidusage([...pids], { maxage: MEMORY_MS });
  } catch (error) {
    if (!GONE.has((error as { readonly code?: unknown }).code)) throw error;
    return new Map();
  }
  const usages = new Map<number, ProcessUsage>();
  for (const status of Object.values(answer)) {
    if (status === null || status === undefined) continue;
    usages.set(status.pid, { cpuSeconds: status.ctime / 1000, residentMemoryBytes: status.memory });
  }
  return usages;
};
