import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Position of the start time in `/proc/<pid>/stat`, counted from the field behind the program's name (proc(5)). */
const START_TIME_FIELD = 19;

/**
 * When a process was started, as text to compare: process ids are given out again, the pair of both is not. Undefined
 * if no such process runs.
 */
export function findStartTime(pid: number): string | undefined {
  return process.platform === 'linux' ? readProcfs(pid) : askPs(pid);
}

function readProcfs(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in brackets, and may itself hold blanks and brackets.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}

function askPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' ? undefined : line;
  } catch {
    return undefined;
  }
}
