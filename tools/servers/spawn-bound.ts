import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { SystemUser } from './unprivileged-user.ts';

/** Sets what the kernel does to a process when its parent dies, then becomes the program (same process id). */
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv'].find(path => existsSync(path));

const alive = new Set<ChildProcess>();

/**
 * Starts a program that does not outlive this process. When this process exits in any way it can see, the program
 * is killed. When it is killed itself (SIGKILL, out of memory), the kernel sends the program SIGTERM, where
 * `setpriv` of util-linux is at hand: on practically every Linux, and not elsewhere.
 */
export function spawnBound(
  path: string,
  args: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly user?: SystemUser },
): ChildProcess {
  const command = SETPRIV === undefined ? [path] : [SETPRIV, '--pdeathsig', 'SIGTERM', path];
  const child = spawn(command[0]!, [...command.slice(1), ...args], {
    env: options.env,
    ...options.user,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  watch(child);
  return child;
}

function watch(child: ChildProcess): void {
  if (alive.size === 0) {
    process.on('exit', killAll);
  }
  alive.add(child);
  const forget = (): void => {
    if (alive.delete(child) && alive.size === 0) {
      process.off('exit', killAll);
    }
  };
  child.on('close', forget);
  child.on('error', forget);
}

function killAll(): void {
  for (const child of alive) {
    child.kill('SIGKILL');
  }
}
