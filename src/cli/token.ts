import type { Command, CommandContext } from './command.ts';
import { issue } from './token/issue.ts';
import { link } from './token/link.ts';
import { list } from './token/list.ts';
import { revoke } from './token/revoke.ts';
import { rotate } from './token/rotate.ts';

type Action = (args: readonly string[], context: CommandContext) => Promise<number>;

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['link', link],
  ['list', list],
  ['revoke', revoke],
  ['rotate', rotate],
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
  run(args, context) {
    const [first = '', ...rest] = args;
    const action = ACTIONS.get(first);
    return action === undefined ? issue(args, context) : action(rest, context);
  },
};
