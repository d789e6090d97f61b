import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Binaries } from './binaries.ts';
import { programOptions } from './run-program.ts';
import { listSettings } from './settings.ts';
import type { SystemUser } from './system-user.ts';

/** What a server is started with. */
export interface PostmasterOptions {
  readonly binaries: Binaries;
  readonly data: string;
  readonly socketFolder: string;
  readonly user: SystemUser | undefined;
}

/** One run of the server. */
export interface Postmaster {
  readonly pid: number | undefined;
  /** Resolves when it is gone, with how it ended: `signal SIGKILL`, `code 1`, `ENOENT`. */
  readonly ended: Promise<string>;
  /** How it ended; undefined while it runs. */
  readonly end: () => string | undefined;
  /** The last lines that it wrote. */
  readonly output: () => string;
  /** Shuts it down: fast, then immediately after `patienceMs`, then by SIGKILL. Resolves when it is gone. */
  stop(patienceMs: number): Promise<void>;
}

/** Has the kernel send a signal to the server when we die by SIGKILL; on practically every Linux. */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find(path => existsSync(path));
const KEPT_LINES = 40;
const LAST_WORDS_MS = 500;

/** Starts the server and does not wait until it answers. */
export function spawnPostmaster(options: PostmasterOptions): Postmaster {
  const { data, socketFolder, user, binaries } = options;
  const settings = Object.entries(listSettings(socketFolder));
  const server = [
    join(binaries.folder, 'postgres'),
    ...['-D', data],
    ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const [program, ...args] = SETPRIV === undefined ? server : [SETPRIV, '--pdeathsig', 'SIGINT', ...server];
  const child = spawn(program!, args, programOptions(user));
  const output = keepOutput(child);
  let end: string | undefined;
  const ended = watchEnd(child).then(reason => {
    end = reason;
    return reason;
  });
  return { pid: child.pid, ended, end: () => end, output, stop: ms => stopChild(child, ended, ms) };
}

function keepOutput(child: ChildProcess): () => string {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', line => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    });
  }
  return () => lines.join('\n');
}

function watchEnd(child: ChildProcess): Promise<string> {
  // Nothing of ours is left to stop it when this process ends by itself; a fast shutdown loses nothing.
  const onExit = () => child.kill('SIGINT');
  process.on('exit', onExit);
  return new Promise<string>(resolve => {
    child.on('error', error => {
      if (child.pid === undefined) resolve('code' in error ? String(error.code) : error.message);
    });
    child.on('exit', (code, signal) => {
      const reason = signal === null ? `code ${code}` : `signal ${signal}`;
      // Its last words come with `close`; but sessions of a killed server may hold the pipe open longer.
      const timer = setTimeout(resolve, LAST_WORDS_MS, reason);
      child.on('close', () => {
        clearTimeout(timer);
        resolve(reason);
      });
    });
  }).finally(() => process.off('exit', onExit));
}

async function stopChild(child: ChildProcess, ended: Promise<string>, patienceMs: number): Promise<void> {
  child.kill('SIGINT');
  const timers = [
    setTimeout(() => child.kill('SIGQUIT'), patienceMs),
    setTimeout(() => child.kill('SIGKILL'), 2 * patienceMs),
  ];
  await ended;
  for (const timer of timers) clearTimeout(timer);
}
