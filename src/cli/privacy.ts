import type { Command, RunCommand } from './command.ts';
import { findSubcommand } from './find-subcommand.ts';

const SUBCOMMANDS: ReadonlyMap<string, RunCommand> = new Map<string, RunCommand>([
  ['export', async (...call) => (await import('./privacy/export.ts')).exportUserData(...call)],
  ['erase', async (...call) => (await import('./privacy/erase.ts')).eraseUserData(...call)],
  ['consent', async (...call) => (await import('./privacy/consent.ts')).consentOfUser(...call)],
]);

/** `aiwatch privacy`: what is kept about one user; each asks the server. */
export const privacyCommand: Command = {
  name: 'privacy',
  summary: 'Export or erase everything about a user, or show and record whether the user consents.',
  usage: [
    'export USER [--out FILE] [SERVER]',
    '  privacy erase USER --yes [SERVER]',
    '  privacy consent USER [--granted | --refused] [SERVER]',
    '      SERVER: [--server URL] [--token TOKEN], or AIWATCH_URL and AIWATCH_TOKEN',
  ].join('\n'),
  async run([name, ...args], context) {
    return findSubcommand('aiwatch privacy', SUBCOMMANDS, name)(args, context);
  },
};
