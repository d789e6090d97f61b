import type { CommandContext } from '../command.ts';

/** Who reports, for a server that asks for a user and a password. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Reads `<prefix>_USER` and `<prefix>_PASSWORD`; undefined where there is no user. */
export function readCredentials(
  env: CommandContext['env'],
  prefix: 'AIWATCH' | 'AIWATCH_PUSHGATEWAY',
): Credentials | undefined {
  const user = env[`${prefix}_USER`];
  return user ? { user, password: env[`${prefix}_PASSWORD`] ?? '' } : undefined;
}

/** The header of basic authentication (RFC 7617). */
export function buildBasicAuth({ user, password }: Credentials): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
