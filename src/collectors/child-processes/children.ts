import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { basename } from 'node:path';

/** A child process that runs. */
export interface RunningChild {
  readonly pid: number;
  /** File name of the program. */
  readonly command: string;
}

/** Knows which child processes run. */
export interface ChildWatch {
  running(): readonly RunningChild[];
  close(): void;
}

/** Node.js publishes every ChildProcess here before it starts; synchronous ones it does not. */
const CHANNEL = 'child_process';

/**
 * Watches child processes: those of `spawn`, `exec`, `execFile`, `fork` and `cluster` that are started from now on.
 * Only listens: a child that cannot be started is none, and its error stays the application's.
 */
export function createChildWatch(): ChildWatch {
  const children = new Map<ChildProcess, RunningChild>();

  const onPublished = (message: unknown): void => {
    const { process: child } = message as { readonly process: ChildProcess };
    child.once('spawn', () => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      children.set(child, { pid: child.pid, command: basename(child.spawnfile) });
      child.once('exit', () => children.delete(child));
    });
  };

  subscribe(CHANNEL, onPublished);
  return {
    running: () => [...children.values()],
    close: () => {
      unsubscribe(CHANNEL, onPublished);
      children.clear();
    },
  };
}
