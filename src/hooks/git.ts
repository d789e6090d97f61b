import type { ProblemRecorder, VersionOperationRecorder } from '../recorders/index.ts';
import { splitCommandLine } from './git/command-line.ts';
import { executeGit, type GitOutput } from './git/execute.ts';
import { classifyGitCommand, type GitOperation } from './git/subcommands.ts';
import { observeOutcome } from './outcome.ts';

export { GitError } from './git/execute.ts';

export interface GitOptions {
  /** Folder of the repository, or one inside it. */
  readonly cwd: string;
  readonly recorder: VersionOperationRecorder;
  readonly problem: ProblemRecorder;
  /** @default 'git', looked up in PATH */
  readonly binary?: string | undefined;
  /** A command that takes longer is stopped and fails. @default 120_000 */
  readonly timeoutMs?: number | undefined;
  /** Whether the size of each version is asked for, by a `git ls-tree` of its own. @default true */
  readonly measureSize?: boolean | undefined;
}

interface GitRunOptions {
  /** What the command reads from its standard input; nothing by default. */
  readonly input?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The git command line, measured. */
export interface Git {
  /**
   * Runs `git` with arguments, without a shell. Rejects with GitError, which carries `exitCode`, `stdout`, `stderr`.
   * Only what makes, restores or deletes a version counts.
   */
  run(args: readonly string[], options?: GitRunOptions): Promise<GitOutput>;
}

/** Twice the last finite bound of the histogram of durations. */
const DEFAULT_TIMEOUT_MS = 120_000;
/** A tree of 100,000 files lists within about a second; beyond this the size stays unknown. */
const SIZE_TIMEOUT_MS = 3000;

/**
 * Makes a measured git command line: `commit`, `tag <name>` and `stash push` count as create; `checkout`, `switch`,
 * `restore`, `reset --hard`, `revert`, `stash pop` and `stash apply` as restore; deleting tags, branches and stashes
 * as delete. A counted command takes one more `git ls-tree`, some 3 ms, outside of the measured time.
 */
export function createGit(options: GitOptions): Git {
  const { cwd, recorder, problem, binary = 'git', timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const record = problem.guard('git', recorder.record);
  const classify = problem.guard('git', classifyGitCommand);

  const execute = (args: readonly string[], { input, signal }: GitRunOptions) =>
    executeGit({ binary, cwd, timeoutMs, args, input, signal });

  const sizeOf = async (
    args: readonly string[],
    when: GitOperation['sizeIsKnown'],
    counted: GitOperation,
  ) => {
    const { revision, sizeIsKnown } = counted;
    if (options.measureSize === false || when !== sizeIsKnown || !isRevision(revision)) return undefined;
    const { globals } = splitCommandLine(args);
    const lsTree = [...globals, 'ls-tree', '-r', '-l', '-z', '--full-tree', revision, '--'];
    try {
      const { stdout } = await executeGit({ binary, cwd, timeoutMs: SIZE_TIMEOUT_MS, args: lsTree });
      return sumBlobSizes(stdout);
    } catch {
      return undefined;
    }
  };

  const measure = async (args: readonly string[], runOptions: GitRunOptions, counted: GitOperation) => {
    const { operation } = counted;
    const sizeBefore = await sizeOf(args, 'before', counted);
    const run = () => execute(args, runOptions);
    return observeOutcome(run, async ({ status, durationSeconds }) => {
      const isDone = status === 'success';
      const sizeBytes = isDone ? (sizeBefore ?? (await sizeOf(args, 'after', counted))) : undefined;
      record({ operation, status, durationSeconds, sizeBytes });
    });
  };

  return {
    run: async (args, runOptions = {}) => {
      const counted = classify(args);
      return counted === undefined ? execute(args, runOptions) : measure(args, runOptions, counted);
    },
  };
}

/** What begins with a dash would be taken for an option. */
function isRevision(revision: string | undefined): revision is string {
  return revision !== undefined && revision !== '' && !revision.startsWith('-');
}

/** Adds up the files of `git ls-tree -l -z`: `<mode> <type> <object> <size>\t<path>\0`; submodules have no size. */
function sumBlobSizes(listing: string): number {
  let total = 0;
  for (const [, size] of listing.matchAll(/(?:^|\0)\d+ blob [0-9a-f]+ +(\d+)\t/g)) total += Number(size);
  return total;
}
