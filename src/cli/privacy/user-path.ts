import { AiwatchError } from '../../errors.ts';

/** The path of a user's data, of the one argument of a command. Throws COMMAND_USAGE. */
export function userPath(command: string, positionals: readonly string[]): string {
  const [userId] = positionals;
  if (userId !== undefined && userId !== '' && positionals.length === 1) {
    return `/api/v1/privacy/users/${encodeURIComponent(userId)}`;
  }
  throw new AiwatchError('COMMAND_USAGE', {
    where: `aiwatch privacy ${command}`,
    expected: 'the id of one user',
    found: positionals.join(' ') || 'none',
  });
}
