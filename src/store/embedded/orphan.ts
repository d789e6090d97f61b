import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AiwatchError } from '../../errors.ts';
import { findCommandLine, findStartTime } from './process-identity.ts';

/** Signals of PostgreSQL's ways to shut down: fast (sessions are cut off, all is written), then immediate (recovery follows). */
const SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

/** How long each way may take before the next one. Fast writes up to the whole of `max_wal_size`. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/**
 * Stops a server that was left behind on this data directory when its aiwatch was killed. The caller holds the lock, so
 * that it can be nobody's. Returns its process id; undefined if there is none. Throws STORE_START_FAILED if it stays.
 */
export async function stopOrphan(data: string, patienceMs = PATIENCE_MS): Promise<number | undefined> {
  const file = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (!(pid > 0) || findStartTime(pid) === undefined) return undefined;
  if (!(await isServerOf(pid, data))) {
    // The id belongs to another program by now; PostgreSQL would take it for the server, and refuse to start.
    await rm(file, { force: true });
    return undefined;
  }
  for (const signal of SIGNALS) {
    if (await isGoneAfter(pid, signal, patienceMs)) return pid;
  }
  throw new AiwatchError('STORE_START_FAILED', { where: data, found: `process ${pid}, which does not end` });
}

/**
 * Whether that process is a PostgreSQL, and of this data directory: it works there, or was started with `-D` and its
 * path. (In a container even root may not look where a process of another user works.)
 */
async function isServerOf(pid: number, data: string): Promise<boolean> {
  const commandLine = findCommandLine(pid);
  if (!/(?:^|\/)postgres(?: |$)/.test(commandLine)) return false;
  const real = await realpath(data);
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (folder !== undefined) return folder === real;
  return commandLine.includes(`-D ${data} `) || commandLine.includes(`-D ${real} `);
}

async function isGoneAfter(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  const startTime = findStartTime(pid);
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, or not ours to end: what follows tells.
  }
  const endMs = performance.now() + patienceMs;
  while (startTime !== undefined && findStartTime(pid) === startTime) {
    if (performance.now() > endMs) return false;
    await sleep(POLL_MS);
  }
  return true;
}
