import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnBound } from './spawn-bound.ts';
import type { SystemUser } from './unprivileged-user.ts';

/** A server that runs and answers. */
export interface RunningServer {
  readonly name: string;
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when it is gone, with how it ended: `exited with SIGKILL`. */
  readonly ended: Promise<string>;
  /** The last of what it wrote, standard output and errors together. */
  output(): string;
  /** Ends it: SIGTERM (or its own signal), and SIGKILL after a grace time. Resolves when it is gone; again and again does no harm. */
  stop(): Promise<void>;
}

/** What is started: `Program` of tools/debian, or any other. */
interface Startable {
  readonly name: string;
  readonly path: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** What the options of every server have. */
export interface ServerOptions {
  readonly program: Startable;
  /** Port on 127.0.0.1; see `findFreePort`. */
  readonly port: number;
  /** More arguments, after ours. */
  readonly extraArgs?: readonly string[];
  /** Who it runs as, where this process is root. Default: root too. */
  readonly user?: SystemUser;
  /** How long it may take until it answers. Default: 30,000. */
  readonly readyTimeoutMs?: number;
  /** How long it may take to end after SIGTERM, before SIGKILL. Default: 5,000. */
  readonly stopTimeoutMs?: number;
  /** Gives up starting, and ends what was started. */
  readonly signal?: AbortSignal;
  /** Told of every line that it writes. */
  readonly onOutput?: (line: string) => void;
}

/** What differs from server to server. */
export interface ServerCommand {
  readonly args: readonly string[];
  /** Where it answers; of a client, the server that it talks to. */
  readonly url: string;
  /** Whether it listens on no port itself. Default: false. */
  readonly isClient?: boolean;
  /** What ends it in good order. Default: SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Whether it answers. May throw for no. */
  isReady(signal: AbortSignal): Promise<boolean>;
}

/** Pause between two questions whether it is ready. */
const POLL_MS = 50;

/** A question that gets no answer in this time is asked again. */
const QUESTION_TIMEOUT_MS = 2_000;

/** How much of its output is kept, in characters: the end of it. */
const OUTPUT_LIMIT = 64 * 1024;

/** How many lines of its output an error shows. */
const TAIL_LINES = 20;

/**
 * Starts a server and waits until it answers. Throws with the tail of its output if it exits before, does not
 * answer in time or is not wanted any more; nothing is left running then.
 */
export async function startServer(options: ServerOptions, command: ServerCommand): Promise<RunningServer> {
  const name = options.program.name;
  if (command.isClient !== true) {
    await checkPortIsFree(name, command.url);
  }
  const child = spawnBound(options.program.path, [...command.args, ...(options.extraArgs ?? [])], {
    env: options.program.env,
    ...(options.user && { user: options.user }),
  });
  const output = collectOutput(child, options.onOutput);
  const exit = watchExit(child);
  const stop = (): Promise<void> =>
    stopChild(child, exit, options.stopTimeoutMs ?? 5_000, command.stopSignal ?? 'SIGTERM');
  const readyTimeoutMs = options.readyTimeoutMs ?? 30_000;
  const outcome = await waitUntilReady(command, exit, readyTimeoutMs, options.signal);
  if (outcome !== 'ready' || child.pid === undefined) {
    await stop();
    throw new Error(`${name} on ${command.url} ${outcome}${tail(output())}`);
  }
  return { name, url: command.url, pid: child.pid, ended: exit.done, output, stop };
}

/** How a process ended, once it did. */
interface Exit {
  readonly reason: () => string | undefined;
  readonly done: Promise<string>;
}

function watchExit(child: ChildProcess): Exit {
  let reason: string | undefined;
  const done = new Promise<string>(resolve => {
    child.on('error', error => {
      reason ??= `could not be started: ${error.message}`;
      if (child.pid === undefined) {
        resolve(reason);
      }
    });
    // `close`, not `exit`: by then all it wrote was read.
    child.on('close', (code, signal) => {
      reason ??= `exited with ${signal ?? `code ${code}`}`;
      resolve(reason);
    });
  });
  return { reason: () => reason, done };
}

/** Asks until the answer is yes. Returns `ready`, or why it is not. */
async function waitUntilReady(
  command: ServerCommand,
  exit: Exit,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  while (true) {
    const answer = command.isReady(AbortSignal.timeout(QUESTION_TIMEOUT_MS)).catch(() => false);
    // The pause also lets a server that exits at once be noticed when it is another that answers on its port.
    const [ready] = await Promise.race([
      Promise.all([answer, sleep(POLL_MS)]),
      exit.done.then((): [boolean] => [false]),
    ]);
    const ended = exit.reason();
    if (ended !== undefined) {
      return ended.startsWith('exited') ? `${ended} before it was ready` : ended;
    }
    if (signal?.aborted === true) {
      return 'was stopped while it started';
    }
    if (ready) {
      return 'ready';
    }
    if (performance.now() > deadline) {
      return `was not ready within ${timeoutMs} ms`;
    }
  }
}

async function stopChild(
  child: ChildProcess,
  exit: Exit,
  timeoutMs: number,
  stopSignal: NodeJS.Signals,
): Promise<void> {
  if (exit.reason() !== undefined) {
    await exit.done;
    return;
  }
  child.kill(stopSignal);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  await exit.done;
  clearTimeout(timer);
}

/** Another server on the port would be taken for the one that is started. */
async function checkPortIsFree(name: string, url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const isTaken = await new Promise<boolean>(resolve => {
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  });
  socket.destroy();
  if (isTaken) {
    throw new Error(
      `${name}: port ${port} is taken. End what listens on ${hostname}:${port}, and start again.`,
    );
  }
}

function collectOutput(child: ChildProcess, onOutput: ((line: string) => void) | undefined): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) {
      continue;
    }
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-OUTPUT_LIMIT);
    });
    if (onOutput !== undefined) {
      createInterface({ input: stream }).on('line', onOutput);
    }
  }
  return () => text;
}

function tail(output: string): string {
  const lines = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  return lines === '' ? '; it wrote nothing' : `; the last it wrote:\n${lines}`;
}
