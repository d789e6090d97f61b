import { AiwatchError } from '../errors.ts';

/** What stands behind the name of a subcommand. Throws COMMAND_USAGE, which lists the names, for another and for none. */
export function findSubcommand<T>(
  where: string,
  subcommands: ReadonlyMap<string, T>,
  name: string | undefined,
): T {
  const found = subcommands.get(name ?? '');
  if (found !== undefined) return found;
  const expected = `one of ${[...subcommands.keys()].join(', ')}`;
  throw new AiwatchError('COMMAND_USAGE', { where, expected, found: name ?? 'none' });
}
