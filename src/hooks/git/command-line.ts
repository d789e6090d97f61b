/** The words after a git subcommand, told apart. */
export interface ParsedWords {
  /** Options as they are written, clusters of letters taken apart: `-am x` is `-a` and `-m`. */
  readonly options: ReadonlySet<string>;
  /** Values of options that take one, by option. */
  readonly values: ReadonlyMap<string, string>;
  /** What is no option, up to `--`. */
  readonly operands: readonly string[];
  /** Whether there is a `--`, behind which only paths come. */
  readonly hasPaths: boolean;
}

/** A git command line cut at its subcommand. */
export interface GitCommandLine {
  /** Options of git itself, e.g. `-C folder`. */
  readonly globals: readonly string[];
  /** Undefined where there is none, e.g. `git --version`. */
  readonly subcommand: string | undefined;
  readonly words: readonly string[];
}

/** Options of git itself whose value is the next word (git(1)); the others have none, or have it behind `=`. */
const GLOBAL_OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--config-env',
  '--super-prefix',
  '--attr-source',
]);

/** Finds the subcommand behind the options of git itself. */
export function splitCommandLine(args: readonly string[]): GitCommandLine {
  let at = 0;
  while (at < args.length && args[at]!.startsWith('-')) {
    at += GLOBAL_OPTIONS_WITH_VALUE.has(args[at]!) ? 2 : 1;
  }
  return { globals: args.slice(0, at), subcommand: args[at], words: args.slice(at + 1) };
}

/** @param withValue the options that take a value, e.g. `-m` and `--message`. */
export function parseWords(words: readonly string[], withValue: ReadonlySet<string>): ParsedWords {
  const end = words.indexOf('--');
  const options = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  const rest = [...(end < 0 ? words : words.slice(0, end))].reverse();
  for (let word = rest.pop(); word !== undefined; word = rest.pop()) {
    if (!word.startsWith('-') || word === '-') operands.push(word);
    else {
      const { names, attached } = word.startsWith('--') ? longOption(word) : cluster(word, withValue);
      for (const name of names) options.add(name);
      const last = names.at(-1);
      if (last === undefined || !withValue.has(last)) continue;
      values.set(last, attached ?? rest.pop() ?? '');
    }
  }
  return { options, values, operands, hasPaths: end >= 0 };
}

interface OptionWord {
  readonly names: readonly string[];
  readonly attached: string | undefined;
}

function longOption(word: string): OptionWord {
  const at = word.indexOf('=');
  return at < 0
    ? { names: [word], attached: undefined }
    : { names: [word.slice(0, at)], attached: word.slice(at + 1) };
}

/** `-am text`, `-mtext`: letters up to the first that takes a value; what is behind it is the value. */
function cluster(word: string, withValue: ReadonlySet<string>): OptionWord {
  const names: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const name = `-${word[at]}`;
    names.push(name);
    if (withValue.has(name)) return { names, attached: word.slice(at + 1) || undefined };
  }
  return { names, attached: undefined };
}
