import { once } from 'node:events';
import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AiwatchError, reasonOf } from '../../errors.ts';
import { findCommandLine, findStartTime } from '../../process-identity.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import { SOCKET_PORT } from './settings.ts';

/** Signals of PostgreSQL's ways to shut down: fast (sessions are cut off, all is written), then immediate (recovery follows). */
const SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

/** How long each way may take before the next one. Fast writes up to the whole of `max_wal_size`. */
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/**
 * Stops a server that was left behind on this data directory when its aiwatch was killed. The caller holds the lock, so
 * that it can be nobody's. Returns its process id; undefined if there is none. Throws STORE_LOCKED where one answers
 * that is not to be found among the processes here, and STORE_START_FAILED if it stays.
 */
export async function stopOrphan(
  { data, socket }: Pick<ClusterPaths, 'data' | 'socket'>,
  patienceMs = PATIENCE_MS,
): Promise<number | undefined> {
  const file = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (!(pid > 0)) return undefined;
  if (!(await isServerOf(pid, data))) {
    // The id may be of another container, whose aiwatch gives no sign of life while its PostgreSQL does.
    if (await isAnswered(join(socket, `.s.PGSQL.${SOCKET_PORT}`)))
      throw new AiwatchError('STORE_LOCKED', { where: file, found: 'a PostgreSQL of another container' });
    // Another program has the id by now; PostgreSQL would take it for the server, and refuse to start.
    if (findStartTime(pid) !== undefined) await rm(file, { force: true });
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

/** Whether somebody listens at a local socket; one that may not be asked counts as well. */
async function isAnswered(path: string): Promise<boolean> {
  const connection = connect(path);
  try {
    await once(connection, 'connect');
    return true;
  } catch (error) {
    return ['EACCES', 'EPERM', 'EAGAIN'].includes(reasonOf(error));
  } finally {
    connection.destroy();
  }
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
