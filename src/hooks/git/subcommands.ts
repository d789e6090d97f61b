import type { VersionOperation } from '../version.ts';
import { type ParsedWords, parseWords, splitCommandLine } from './command-line.ts';

/** What a git command does to a version. */
export interface GitOperation {
  readonly operation: VersionOperation;
  /** The version whose files are summed up; undefined where there is not one to name. */
  readonly revision?: string | undefined;
  /** When that version is there: a deleted one only before. */
  readonly sizeIsKnown: 'before' | 'after';
}

/** A row of the table: in which form a subcommand counts, and as what. */
interface CountedForm {
  readonly subcommand: string;
  readonly operation: VersionOperation;
  /** Options that take a value, so that it is not mistaken for an operand. */
  readonly withValue?: readonly string[];
  /** One of these options has to be there. */
  readonly needs?: readonly string[];
  /** None of these options may be there: they make it list, or do something else. */
  readonly without?: readonly string[];
  /** Whether there has to be an operand. */
  readonly needsOperand?: boolean;
  /** The version, from the operands and options. */
  readonly revision: (words: ParsedWords) => string | undefined;
}

const HEAD = () => 'HEAD';
const onlyOperand = ({ operands }: ParsedWords) => (operands.length === 1 ? operands[0] : undefined);
const stashEntry = ({ operands }: ParsedWords) => {
  const [entry = '0'] = operands;
  return /^\d+$/.test(entry) ? `stash@{${entry}}` : entry;
};

const TAG_VALUES = ['-m', '--message', '-F', '--file', '-u', '--local-user', '--cleanup', '--trailer'];
const TAG_LISTING = [
  ...['-l', '--list', '-n', '-v', '--verify', '--sort', '--format', '--column', '-i', '--ignore-case'],
  ...['--contains', '--no-contains', '--merged', '--no-merged', '--points-at'],
];
const NEW_BRANCH = ['-b', '-B', '-c', '-C', '--create', '--force-create', '--orphan'];

/**
 * Every form of a git command that counts; the first that fits does. Lists (`tag`, `branch`, `stash list`), dry runs
 * and whatever is not here are run but not counted.
 */
const COUNTED_FORMS: readonly CountedForm[] = [
  { subcommand: 'commit', operation: 'create', without: ['--dry-run'], revision: HEAD },
  { subcommand: 'tag', operation: 'delete', needs: ['-d', '--delete'], revision: onlyOperand },
  {
    subcommand: 'tag',
    operation: 'create',
    withValue: TAG_VALUES,
    without: TAG_LISTING,
    needsOperand: true,
    revision: ({ operands }) => operands[0],
  },
  {
    subcommand: 'branch',
    operation: 'delete',
    needs: ['-d', '-D', '--delete'],
    needsOperand: true,
    revision: onlyOperand,
  },
  { subcommand: 'stash push', operation: 'create', revision: () => 'stash@{0}' },
  { subcommand: 'stash save', operation: 'create', revision: () => 'stash@{0}' },
  { subcommand: 'stash pop', operation: 'restore', revision: stashEntry },
  { subcommand: 'stash apply', operation: 'restore', revision: stashEntry },
  { subcommand: 'stash drop', operation: 'delete', revision: stashEntry },
  { subcommand: 'stash clear', operation: 'delete', revision: () => undefined },
  {
    subcommand: 'checkout',
    operation: 'restore',
    without: NEW_BRANCH,
    revision: ({ hasPaths, operands }) => (hasPaths ? (operands[0] ?? 'HEAD') : 'HEAD'),
  },
  { subcommand: 'switch', operation: 'restore', without: NEW_BRANCH, revision: HEAD },
  {
    subcommand: 'restore',
    operation: 'restore',
    withValue: ['-s', '--source'],
    needs: ['-W', '--worktree'],
    revision: ({ values }) => values.get('--source') ?? values.get('-s') ?? 'HEAD',
  },
  {
    subcommand: 'restore',
    operation: 'restore',
    withValue: ['-s', '--source'],
    without: ['-S', '--staged'],
    revision: ({ values }) => values.get('--source') ?? values.get('-s') ?? 'HEAD',
  },
  { subcommand: 'reset', operation: 'restore', needs: ['--hard'], revision: HEAD },
  { subcommand: 'revert', operation: 'restore', without: ['--abort', '--quit'], revision: HEAD },
];

const HELP = ['-h', '--help'];

/** What a command line does to a version, or undefined where it does not count. */
export function classifyGitCommand(args: readonly string[]): GitOperation | undefined {
  const { subcommand, words } = subcommandOf(args);
  for (const form of COUNTED_FORMS) {
    if (form.subcommand !== subcommand) continue;
    const parsed = parseWords(words, new Set(form.withValue));
    if (!fits(form, parsed)) continue;
    const { operation } = form;
    const isGone = operation === 'delete' || subcommand === 'stash pop';
    return { operation, revision: form.revision(parsed), sizeIsKnown: isGone ? 'before' : 'after' };
  }
  return undefined;
}

/** The subcommand; `stash` with its own, which is `push` where it is not named. */
function subcommandOf(args: readonly string[]): { subcommand: string | undefined; words: readonly string[] } {
  const { subcommand, words } = splitCommandLine(args);
  if (subcommand !== 'stash') return { subcommand, words };
  const [first = '-'] = words;
  return first.startsWith('-')
    ? { subcommand: 'stash push', words }
    : { subcommand: `stash ${first}`, words: words.slice(1) };
}

function fits(form: CountedForm, { options, operands }: ParsedWords): boolean {
  const has = (option: string) => options.has(option);
  if (form.needs !== undefined && !form.needs.some(has)) return false;
  if (form.without?.some(has) === true || HELP.some(has)) return false;
  return form.needsOperand !== true || operands.length > 0;
}
