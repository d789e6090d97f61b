import { type IssuedToken, issuedFileOf, loadIssuedTokens } from '../../server/tokens/issued-file.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { KEY_OPTIONS, keyFileOf } from './key-options.ts';

const formatTime = (ms: number) => new Date(ms).toISOString();

function formatToken(token: IssuedToken): string {
  const { tokenId, role, userId, application, environment, instance, signedInBy } = token;
  const { createdMs, expiresMs, revokedMs, issuedBy, revokedBy } = token;
  const by = (account: string | undefined) => (account === undefined ? '' : ` by ${account}`);
  const source = [application, environment, instance].filter(part => part !== undefined).join('/');
  const isOver = expiresMs < Date.now();
  const end = revokedMs === undefined ? `${isOver ? 'expired' : 'expires'} ${formatTime(expiresMs)}` : '';
  const state = revokedMs === undefined ? end : `revoked ${formatTime(revokedMs)}${by(revokedBy)}`;
  const session = signedInBy && `in the panel by ${signedInBy}`;
  const parts = [role, userId, source === '' ? undefined : source, session];
  const who = parts.filter(part => part !== undefined).join(' ');
  return `${tokenId}  ${who}  created ${formatTime(createdMs)}${by(issuedBy)}, ${state}`;
}

/** `aiwatch token list`: one line for each token that was made here, and each session of the panel. */
export async function list(
  args: readonly string[],
  { env, print, printNote = () => {} }: CommandContext,
): Promise<number> {
  const { config } = parseOptions('token list', args, KEY_OPTIONS);
  const tokens = await loadIssuedTokens(issuedFileOf(keyFileOf(config, env)));
  for (const token of tokens.values()) print(formatToken(token));
  if (tokens.size === 0) printNote('aiwatch: no token was made here; aiwatch token --role admin makes one');
  return 0;
}
