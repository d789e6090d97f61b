import { AiwatchError } from '../../errors.ts';
import type { CommandContext } from '../command.ts';
import { parseArguments } from '../parse-options.ts';
import { askServer, SERVER_OPTIONS, type ServerRequest } from '../server-api/ask-server.ts';
import { userPath } from './user-path.ts';

const OPTIONS = { ...SERVER_OPTIONS, granted: { type: 'boolean' }, refused: { type: 'boolean' } } as const;

interface ConsentAnswer {
  readonly userId: string;
  readonly granted: boolean | null;
  readonly recordedAt: string | null;
}

/** `aiwatch privacy consent`: shows a user's recorded answer, or records one. */
export async function consentOfUser(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArguments('privacy consent', args, OPTIONS);
  const path = `${userPath('consent', positionals)}/consent`;
  const response = await askServer(buildRequest(path, values), values, context);
  const { userId, granted, recordedAt } = (await response.json()) as ConsentAnswer;
  const answer =
    granted === null ? 'nothing recorded' : `${granted ? 'granted' : 'refused'} since ${recordedAt}`;
  context.print(`${userId}: ${answer}`);
  return 0;
}

function buildRequest(
  path: string,
  { granted, refused }: { readonly granted?: boolean | undefined; readonly refused?: boolean | undefined },
): ServerRequest {
  if (granted === true && refused === true) {
    throw new AiwatchError('COMMAND_USAGE', {
      where: 'aiwatch privacy consent',
      expected: '--granted or --refused',
      found: 'both',
    });
  }
  if (granted !== true && refused !== true) return { path };
  return { path, method: 'PUT', body: { granted: granted === true } };
}
