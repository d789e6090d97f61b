import type { HealthCheck } from '../health-check.ts';

/** As the alert HighMemoryUsage: what grows further is ended by the system. */
const DEGRADED_RATIO = 0.8;
const UNHEALTHY_RATIO = 0.95;
const BYTES_PER_MB = 1024 * 1024;

export interface MemoryReading {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
}

/** Memory of this process against what it may use. @param limitBytes of the container, or the RAM of the host */
export function createMemoryCheck(
  limitBytes: number,
  read: () => MemoryReading = readProcessMemory,
): HealthCheck {
  return () => {
    const { residentBytes, heapUsedBytes } = read();
    const ratio = residentBytes / limitBytes;
    const status = ratio >= UNHEALTHY_RATIO ? 'unhealthy' : ratio >= DEGRADED_RATIO ? 'degraded' : 'healthy';
    return {
      status,
      details: {
        residentMb: toMb(residentBytes),
        heapUsedMb: toMb(heapUsedBytes),
        limitMb: toMb(limitBytes),
        usedPercent: Math.round(ratio * 1000) / 10,
      },
      ...(status !== 'healthy' && { error: `${Math.round(ratio * 100)} % of the memory is used` }),
    };
  };
}

function readProcessMemory(): MemoryReading {
  const { rss, heapUsed } = process.memoryUsage();
  return { residentBytes: rss, heapUsedBytes: heapUsed };
}

function toMb(bytes: number): number {
  return Math.round(bytes / BYTES_PER_MB);
}
