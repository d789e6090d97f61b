import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import { generateCommand } from '../../src/cli/generate.ts';
import { runCli } from '../../src/cli/run.ts';

const failing: Command = {
  name: 'fail',
  summary: 'Fail.',
  usage: '[--hard]',
  run: () => Promise.reject(new Error('out of luck')),
};

async function run(...args: readonly string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const code = await runCli(args, {
    commands: [generateCommand, failing],
    version: '1.2.3',
    env: {},
    print: line => printed.push(line),
    printError: line => errors.push(line),
  });
  return { code, printed, errors };
}

describe('aiwatch', () => {
  it('lists its commands', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    expect(help.printed.join('\n')).toMatch(
      /^Usage: aiwatch <command>[\s\S]* {2}generate [\s\S]* {2}fail \[--hard\]/,
    );
  });

  it('lists them too when it is called without a command, which is a mistake', async () => {
    const { code, printed } = await run();
    expect(code).toBe(2);
    expect(printed).toEqual((await run('--help')).printed);
  });

  it('explains one command', async () => {
    expect(await run('fail', '--help')).toEqual({
      code: 0,
      printed: ['Usage: aiwatch fail [--hard]\nFail.'],
      errors: [],
    });
  });

  it('says its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, printed: ['1.2.3'], errors: [] });
  });

  it.each([
    [
      'a command that is none',
      ['fial'],
      2,
      'error: aiwatch: expected one of generate, fail, found fial. Run aiwatch --help. [COMMAND_UNKNOWN]',
    ],
    [
      'an option that is none',
      ['generate', '--chekc'],
      2,
      "error: aiwatch generate: expected the options of this command, found Unknown option '--chekc'. Run aiwatch --help. [COMMAND_USAGE]",
    ],
    [
      'a part that is none',
      ['generate', '--only', 'prometheus,loki'],
      2,
      'error: aiwatch generate --only: expected some of prometheus,alertmanager,grafana,mixin,kubernetes,docs, found loki. Run aiwatch --help. [COMMAND_USAGE]',
    ],
    ['a command that fails', ['fail'], 1, 'error: out of luck'],
  ])('says in one line what is wrong with %s', async (_, args, code, message) => {
    expect(await run(...args)).toEqual({ code, printed: [], errors: [message] });
  });
});
