import { AiwatchError, describe } from '../../errors.ts';
import { ROLES, type Role } from '../../server/access/identity.ts';
import { issueToken } from '../../server/tokens/issue-token.ts';
import { addIssuedToken, issuedFileOf } from '../../server/tokens/issued-file.ts';
import { openKeyFile } from '../../server/tokens/key-file.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from '../parse-options.ts';
import { accountName } from './account.ts';
import { parseDuration } from './duration.ts';
import { KEY_OPTIONS, keyFileOf } from './key-options.ts';

const OPTIONS = {
  ...KEY_OPTIONS,
  role: { type: 'string' },
  user: { type: 'string' },
  application: { type: 'string' },
  environment: { type: 'string' },
  instance: { type: 'string' },
  ttl: { type: 'string', default: '30d' },
} as const;

function parseRole(text: string | undefined): Role {
  const role = ROLES.find(one => one === text);
  if (role !== undefined) return role;
  const expected = `--role and one of ${ROLES.join(', ')}, or link, list, revoke, rotate`;
  const found = text === undefined ? 'none' : describe(text);
  throw new AiwatchError('COMMAND_USAGE', { where: 'aiwatch token', expected, found });
}

/** `aiwatch token`: prints a new token, and nothing else, as the result. */
export async function issue(
  args: readonly string[],
  { env, print, printNote = () => {} }: CommandContext,
): Promise<number> {
  const { role, ttl, user, application, environment, instance, config } = parseOptions(
    'token',
    args,
    OPTIONS,
  );
  const ttlMs = parseDuration('aiwatch token --ttl', ttl);
  const request = { role: parseRole(role), userId: user, application, environment, instance, ttlMs };
  const keyFile = keyFileOf(config, env);
  const [active] = await openKeyFile(keyFile);
  const { token, issued } = await issueToken(active, request);
  // Before it is handed out: a token that is not on the list could not be revoked.
  await addIssuedToken(issuedFileOf(keyFile), { ...issued, issuedBy: accountName() });
  print(token);
  const until = new Date(issued.expiresMs).toISOString();
  printNote(`aiwatch: a token of the role ${issued.role} until ${until}; its id is ${issued.tokenId}`);
  return 0;
}
