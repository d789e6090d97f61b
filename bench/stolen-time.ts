import { readFileSync } from 'node:fs';

/** Fields of the first line of `/proc/stat` (proc(5)), behind the name: user, nice, system, idle, iowait, irq, softirq, steal. */
const IDLE = [3, 4];
const STEAL = 7;

/** CPU time of the machine since its start, in ticks: what was wanted of it, and how much of that the host gave to others. */
interface CpuTime {
  readonly wanted: number;
  readonly stolen: number;
}

function readCpuTime(): CpuTime {
  const fields = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]!
    .split(/\s+/)
    .slice(1, STEAL + 2)
    .map(Number);
  const wanted = fields.reduce((sum, ticks, index) => (IDLE.includes(index) ? sum : sum + ticks), 0);
  return { wanted, stolen: fields[STEAL] ?? 0 };
}

/**
 * Begins to watch how much of the CPU time that is wanted the host of a virtual machine gives to others.
 * @returns asks for that share, since the beginning
 */
export function watchStolenTime(): () => number {
  const start = readCpuTime();
  return () => {
    const { wanted, stolen } = readCpuTime();
    return (stolen - start.stolen) / Math.max(1, wanted - start.wanted);
  };
}
