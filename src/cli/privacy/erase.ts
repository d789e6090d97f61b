import { AiwatchError } from '../../errors.ts';
import type { CommandContext } from '../command.ts';
import { parseArguments } from '../parse-options.ts';
import { askServer, SERVER_OPTIONS } from '../server-api/ask-server.ts';
import { userPath } from './user-path.ts';

const OPTIONS = { ...SERVER_OPTIONS, yes: { type: 'boolean' } } as const;

/** `aiwatch privacy erase`: erases a user; only with `--yes`, as nothing brings it back. */
export async function eraseUserData(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArguments('privacy erase', args, OPTIONS);
  const path = userPath('erase', positionals);
  if (values.yes !== true) {
    throw new AiwatchError('COMMAND_USAGE', {
      where: 'aiwatch privacy erase',
      expected: '--yes, since what is erased cannot be brought back',
      found: 'none',
    });
  }
  const response = await askServer({ path, method: 'DELETE' }, values, context);
  const { events, requests, otherRows, actions } = (await response.json()) as Record<string, number>;
  context.print(
    `erased: ${events} events, ${requests} requests, ${otherRows} other rows, details of ${actions} actions`,
  );
  return 0;
}
