import { readFile } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';

/** What is in use of the host, in percent from 0 to 100. */
export interface HostSample {
  readonly cpuUsage: number;
  readonly memoryUsage: number;
}

interface CpuTimes {
  readonly idleMs: number;
  readonly totalMs: number;
}

/**
 * Makes a reader of the host's CPU and memory. The CPU's use is that since the reader was made or last asked; the numbers
 * are those of the host, also inside of a container.
 */
export function createHostSampler(): () => Promise<HostSample> {
  let before = readCpuTimes();
  return async () => {
    const now = readCpuTimes();
    const cpuUsage = cpuPercent(before, now);
    before = now;
    return { cpuUsage, memoryUsage: await readMemoryPercent() };
  };
}

function readCpuTimes(): CpuTimes {
  const all = cpus().map(({ times }) => times);
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return {
    idleMs: sum(all.map(({ idle }) => idle)),
    totalMs: sum(all.flatMap(times => Object.values(times))),
  };
}

/** Of two readings; 0 where no time has passed between them. */
export function cpuPercent(before: CpuTimes, now: CpuTimes): number {
  const totalMs = now.totalMs - before.totalMs;
  if (!(totalMs > 0)) return 0;
  return toPercent(1 - (now.idleMs - before.idleMs) / totalMs);
}

/** Linux says what is available without swapping; elsewhere what is free has to do. */
async function readMemoryPercent(): Promise<number> {
  const meminfo = await readFile('/proc/meminfo', 'latin1').catch(() => '');
  return toPercent(1 - (parseAvailableBytes(meminfo) ?? freemem()) / totalmem());
}

/** `MemAvailable:   12345678 kB`; the kB are 1,024 bytes. See proc(5). */
export function parseAvailableBytes(meminfo: string): number | undefined {
  const kibibytes = /^MemAvailable:\s+(\d+) kB$/m.exec(meminfo)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** With two decimals. */
function toPercent(fraction: number): number {
  return Math.round(Math.min(1, Math.max(0, fraction)) * 10_000) / 100;
}
