import type { Command, RunCommand } from './command.ts';

const ACTIONS: ReadonlyMap<string, RunCommand> = new Map<string, RunCommand>([
  ['link', async (...call) => (await import('./token/link.ts')).link(...call)],
  ['list', async (...call) => (await import('./token/list.ts')).list(...call)],
  ['revoke', async (...call) => (await import('./token/revoke.ts')).revoke(...call)],
  ['rotate', async (...call) => (await import('./token/rotate.ts')).rotate(...call)],
]);

/** `aiwatch token`: makes tokens for the API and links for the panel, lists and revokes them, and changes the key. */
export const tokenCommand: Command = {
  name: 'token',
  summary:
    'Make a token for the API of the server, or a link that signs in to its panel; list and revoke both; rotate the key.',
  usage: [
    '--role admin|user|service [--user ID] [--application NAME] [--environment NAME] [--instance NAME] [--ttl 30d]',
    '  token link [--role admin|user] [--user ID] [--url http://localhost:4000]',
    '  token list',
    '  token revoke ID',
    '  token rotate',
    '      each with [--config aiwatch.yml]; a user needs --user, a service --application',
  ].join('\n'),
  async run(args, context) {
    const [first = '', ...rest] = args;
    const action = ACTIONS.get(first);
    if (action !== undefined) return action(rest, context);
    return (await import('./token/issue.ts')).issue(args, context);
  },
};
