import { type ExecFileException, execFile } from 'node:child_process';

export interface GitCommand {
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly timeoutMs: number;
  /** What the command reads from its standard input. */
  readonly input?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a git command wrote, as UTF-8. */
export interface GitOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/** A git command that failed. */
export class GitError extends Error {
  override readonly name = 'GitError' as const;
  /** Undefined where the command did not end by itself, or did not start. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;

  constructor(message: string, failure: ExecFileException, { stdout, stderr }: GitOutput) {
    super(message, { cause: causeOf(failure) });
    this.exitCode = typeof failure.code === 'number' ? failure.code : undefined;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

/** Output beyond this ends a command: the largest trees list in some 10 MiB. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs git without a shell; it never asks at the terminal. Rejects with GitError. */
export function executeGit(command: GitCommand): Promise<GitOutput> {
  const { binary, args, cwd, timeoutMs, signal, input } = command;
  // Set inside git's own hooks, these would lead to another repository than that of the folder.
  const { GIT_DIR, GIT_INDEX_FILE, GIT_WORK_TREE, ...inherited } = process.env;
  const env = { ...inherited, GIT_TERMINAL_PROMPT: '0' };
  return new Promise((resolve, reject) => {
    const onEnd = (error: ExecFileException | null, stdout: string, stderr: string) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new GitError(messageOf(error, command, stderr || stdout), error, { stdout, stderr }));
    };
    const limits = { timeout: timeoutMs, maxBuffer: MAX_OUTPUT_BYTES };
    try {
      const options = { cwd, env, windowsHide: true, ...limits, ...(signal && { signal }) };
      const child = execFile(binary, args, options, onEnd);
      // A command that does not read its input breaks the pipe; whether that matters, its exit code says.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    } catch (error) {
      // What cannot even be passed to a program: a NUL in an argument, or more than the system takes.
      onEnd(error as ExecFileException, '', '');
    }
  });
}

/**
 * What Node.js knows of a failure, without the arguments, which it repeats in message, stack and properties: they may
 * hold an address with a password.
 */
function causeOf({ name, code, signal, killed, cause }: ExecFileException): Error {
  const message = `git failed${code === undefined || code === null ? '' : `: ${code}`}`;
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { name, code, signal, killed });
}

/** User and password of an address; git itself does not leave them out of every message. */
const CREDENTIALS = /:\/\/[^/\s]+@/g;

/** Says what happened; arguments stay out, they may hold an address with a password. */
function messageOf(error: ExecFileException, { binary, timeoutMs }: GitCommand, output: string): string {
  const firstLine = output.split('\n')[0]!.replaceAll(CREDENTIALS, '://***@');
  if (typeof error.code === 'number') return `${binary} ended with exit code ${error.code}: ${firstLine}`;
  if (error.name === 'AbortError') return `${binary} was aborted`;
  if (error.code !== undefined && error.code !== null) return `${binary} failed: ${error.code}`;
  if (error.killed === true) return `${binary} was stopped after ${timeoutMs} ms`;
  return `${binary} was ended by ${error.signal ?? 'a signal'}`;
}
