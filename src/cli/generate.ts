import { type FileResult, PARTS, type Part, writeBundle } from '../bundle/index.ts';
import { loadConfig } from '../config/index.ts';
import { AiwatchError } from '../errors.ts';
import type { Command, CommandContext } from './command.ts';
import { parseOptions } from './parse-options.ts';

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

function report(results: readonly FileResult[], outDir: string, { print }: CommandContext): void {
  const written = results.filter(({ state }) => state === 'written');
  for (const { path } of written) {
    print(`wrote ${path}`);
  }
  print(`${written.length} of ${results.length} files written to ${outDir}, the others were up to date.`);
}

function reportCheck(results: readonly FileResult[], { print }: CommandContext): void {
  const stale = results.filter(({ state }) => state !== 'unchanged');
  for (const { path, state } of stale) {
    print(`${state} ${path}`);
  }
  if (stale.length > 0) {
    throw new AiwatchError('GENERATED_FILES_STALE', {
      where: 'aiwatch generate --check',
      found: `${stale.length} of ${results.length} that do not`,
    });
  }
  print(`All ${results.length} generated files are up to date.`);
}

/** `aiwatch generate`: writes the files for Prometheus, Alertmanager and Grafana, or checks that they are up to date. */
export const generateCommand: Command = {
  name: 'generate',
  summary: 'Write the files for Prometheus, Alertmanager and Grafana.',
  usage: '[--config aiwatch.yml] [--out DIR] [--only prometheus,alertmanager,grafana] [--check] [--force]',
  async run(args, context) {
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
  },
};
