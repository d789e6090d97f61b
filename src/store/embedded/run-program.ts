import { type SpawnOptions, spawn } from 'node:child_process';
import type { SystemUser } from './system-user.ts';

/** How a program of PostgreSQL ended. */
export interface ProgramResult {
  /** `null` if a signal ended it. */
  readonly exitCode: number | null;
  /** The end of what it wrote, standard output and errors together. */
  readonly output: string;
}

/** How much output is kept, in characters. */
const OUTPUT_LIMIT = 16_384;

/**
 * How every program of PostgreSQL is started: with none of our variables (PGDATA, PGPORT and others would change what
 * it does), in a folder that any user may enter, and out of our process group, so that Ctrl+C reaches us alone.
 */
export function programOptions(user: SystemUser | undefined): SpawnOptions {
  return {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(user && { uid: user.uid, gid: user.gid }),
  };
}

/** Runs a program to its end; SIGKILL after `timeoutMs`. Rejects with the system's error if it cannot be started. */
export function runProgram(
  path: string,
  args: readonly string[],
  user: SystemUser | undefined,
  timeoutMs: number,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, {
      ...programOptions(user),
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-OUTPUT_LIMIT);
      });
    }
    child.on('error', reject);
    child.on('close', exitCode => resolve({ exitCode, output }));
  });
}
