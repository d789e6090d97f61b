import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { reasonOf } from './errors.ts';

/** Position of the start time in `/proc/<pid>/stat`, counted from the field behind the program's name (proc(5)). */
const START_TIME_FIELD = 19;

/** What tells a thread of a process from all others there are, and were. */
export interface ThreadIdentity {
  readonly pid: number;
  /** The system's number of the thread; the process's own where only Linux would tell. */
  readonly threadId: number;
  /** See `findStartTime`. */
  readonly startTime: string | undefined;
  /** Where the numbers are of: two containers, and two machines, count for themselves. */
  readonly place: string;
}

/** The thread that this runs in: a worker has spools of its own, and may end before its process. */
export function identifySelf(): ThreadIdentity {
  const threadId = Number(basename(readLink('/proc/thread-self') ?? String(process.pid)));
  return {
    pid: process.pid,
    threadId,
    startTime: findStartTime(process.pid, threadId),
    place: findPlace(),
  };
}

/** Whether that thread runs; undefined where that cannot be seen from here: it is of another container or machine. */
export function isRunning({ pid, threadId, startTime, place }: ThreadIdentity): boolean | undefined {
  if (place !== findPlace()) return undefined;
  return isThere(pid) && findStartTime(pid, threadId) === startTime;
}

/**
 * When a process, or a thread of it, was started, as text to compare: numbers are given out again, the pair of both is
 * not. Undefined if no such one runs, and on Windows.
 */
export function findStartTime(pid: number, threadId = pid): string | undefined {
  return process.platform === 'linux' ? readProcfs(pid, threadId) : askPs(pid, 'lstart');
}

function readProcfs(pid: number, threadId: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${threadId}/stat`, 'utf8');
    // The name is in brackets, and may itself hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only nobody asked how.
    if (fields[0] === 'Z') return undefined;
    return `${readBoot()}:${fields[START_TIME_FIELD]}`;
  } catch {
    return undefined;
  }
}

/** The namespace of the process ids. Containers may share a name, and a container that is restarted keeps its own. */
function findPlace(): string {
  const namespace = readLink('/proc/self/ns/pid');
  return namespace === undefined ? hostname() : `${readBoot()}:${namespace}`;
}

function readBoot(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function readLink(path: string): string | undefined {
  try {
    // Not by a promise: that would be answered for the thread which reads.
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Also one that is not ours to send signals to. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return reasonOf(error) === 'EPERM';
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
