import { AiwatchError, describe } from '../errors.ts';

/**
 * The application's name as it begins the names of the session metrics: lower case, everything else an underscore.
 * Throws CONFIG_INVALID for a name that would make invalid names of metrics.
 */
export function buildSessionPrefix(applicationName: string): string {
  const prefix = applicationName.toLowerCase().replaceAll(/[^a-z0-9]/g, '_');
  if (/^[a-z]/.test(prefix)) return prefix;
  const expected = 'a name that begins with a letter';
  throw new AiwatchError('CONFIG_INVALID', {
    where: 'application.name',
    expected,
    found: describe(applicationName),
  });
}
