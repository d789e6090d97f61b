import { type FileResult, PARTS, type Part, writeBundle } from '../../bundle/index.ts';
import { loadConfig } from '../../config/index.ts';
import { AiwatchError } from '../../errors.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';

const OPTIONS = {
  config: { type: 'string' },
  out: { type: 'string', default: '.' },
  only: { type: 'string' },
  check: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
} as const;

function parseParts(text: string | undefined): readonly Part[] {
  if (text === undefined) {
    return PARTS;
  }
  return text.split(',').map(word => {
    const part = PARTS.find(name => name === word.trim());
    if (part === undefined) {
      throw new AiwatchError('COMMAND_USAGE', {
        where: 'aiwatch generate --only',
        expected: `some of ${PARTS.join(',')}`,
        found: word,
      });
    }
    return part;
  });
}

type State = FileResult['state'];

/** What happened to a file, and what would happen to it where it is only checked. */
const STATE_WORDS: Readonly<Record<State, { readonly done: string; readonly checked: string }>> = {
  new: { done: 'new', checked: 'missing' },
  changed: { done: 'changed', checked: 'stale' },
  removed: { done: 'removed', checked: 'left over' },
  unchanged: { done: 'unchanged', checked: 'up to date' },
};

const ORIGIN_WORDS: Readonly<Record<NonNullable<FileResult['origin']>, string>> = {
  edited: ' (was edited by hand)',
  foreign: ' (was not generated)',
  unrecorded: ' (whether it was edited by hand is not known)',
};

const WIDEST_WORD = 10;

function printResults(
  results: readonly FileResult[],
  word: 'done' | 'checked',
  context: CommandContext,
): void {
  for (const { path, state, origin, changes } of results) {
    if (state !== 'unchanged') {
      const note = origin === undefined ? '' : ORIGIN_WORDS[origin];
      context.print(`${STATE_WORDS[state][word].padEnd(WIDEST_WORD)}${path}${note}`);
      for (const change of changes) context.print(`${' '.repeat(WIDEST_WORD + 2)}${change}`);
    }
  }
}

function report(results: readonly FileResult[], outDir: string, context: CommandContext): void {
  printResults(results, 'done', context);
  const states = Object.keys(STATE_WORDS) as State[];
  const counts = states
    .map(state => ({ state, count: results.filter(result => result.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  context.print(`${outDir}: ${counts.join(', ')}.`);
}

function reportCheck(results: readonly FileResult[], context: CommandContext): void {
  printResults(results, 'checked', context);
  const stale = results.filter(({ state }) => state !== 'unchanged');
  if (stale.length > 0) {
    throw new AiwatchError('GENERATED_FILES_STALE', {
      where: 'aiwatch generate --check',
      found: `${stale.length} of ${results.length} that do not`,
    });
  }
  context.print(`All ${results.length} generated files are up to date.`);
}

/** Writes the files, or checks them. Throws CONFIG_…, GENERATED_FILES_STALE. */
export async function writeFiles(args: readonly string[], context: CommandContext): Promise<number> {
  const options = parseOptions('generate', args, OPTIONS);
  const config = loadConfig({
    env: context.env,
    ...(options.config === undefined ? {} : { file: options.config }),
  });
  const results = await writeBundle(config, {
    outDir: options.out,
    parts: parseParts(options.only),
    check: options.check,
    force: options.force,
  });
  if (options.check) {
    reportCheck(results, context);
  } else {
    report(results, options.out, context);
  }
  return 0;
}
