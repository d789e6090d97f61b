import { AiwatchError } from '../../errors.ts';
import { issuedFileOf, revokeToken } from '../../server/tokens/issued-file.ts';
import type { CommandContext } from '../command.ts';
import { parseArguments } from '../parse-options.ts';
import { accountName } from './account.ts';
import { KEY_OPTIONS, keyFileOf } from './key-options.ts';

/** `aiwatch token revoke <id>`: a running server refuses the token a second later. */
export async function revoke(args: readonly string[], { env, print }: CommandContext): Promise<number> {
  const { values, positionals } = parseArguments('token revoke', args, KEY_OPTIONS);
  const [tokenId, more] = positionals;
  if (tokenId === undefined || more !== undefined) {
    const found = `${positionals.length} of them`;
    throw new AiwatchError('COMMAND_USAGE', {
      where: 'aiwatch token revoke',
      expected: 'the id of one token',
      found,
    });
  }
  const file = issuedFileOf(keyFileOf(values.config, env));
  await revokeToken(file, tokenId, { revokedBy: accountName() });
  print(`revoked ${tokenId}`);
  return 0;
}
