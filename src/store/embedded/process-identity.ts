import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Position of the start time in `/proc/<pid>/stat`, counted from the field behind the program's name (proc(5)). */
const START_TIME_FIELD = 19;

/**
 * When a process was started, as text to compare: process ids are given out again, the pair of both is not. Undefined
 * if no such process runs.
 */
export function findStartTime(pid: number): string | undefined {
  return process.platform === 'linux' ? readProcfs(pid) : askPs(pid, 'lstart');
}

function readProcfs(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in brackets, and may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only nobody asked how.
    if (fields[0] === 'Z') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[START_TIME_FIELD]}`;
  } catch {
    return undefined;
  }
}

/** The command line of a process, its arguments parted by blanks; empty if no such process runs. */
export function findCommandLine(pid: number): string {
  if (process.platform !== 'linux') return askPs(pid, 'command') ?? '';
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function askPs(pid: number, column: string): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' ? undefined : line;
  } catch {
    return undefined;
  }
}
