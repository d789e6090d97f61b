import type { Command } from './command.ts';
import { findSubcommand } from './find-subcommand.ts';
import { consentOfUser } from './privacy/consent.ts';
import { eraseUserData } from './privacy/erase.ts';
import { exportUserData } from './privacy/export.ts';

const SUBCOMMANDS: ReadonlyMap<string, Command['run']> = new Map<string, Command['run']>([
  ['export', exportUserData],
  ['erase', eraseUserData],
  ['consent', consentOfUser],
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
