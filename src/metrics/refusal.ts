import { isAiwatchError } from '../errors.ts';
import type { ScrapeAccess } from './access.ts';

/** How a server answers whom it does not let in. */
export interface Refusal {
  readonly status: 401 | 503;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

/** About as long as the checks that wait take at bcrypt's usual cost of 10; short enough for a scrape's next turn. */
const RETRY_AFTER_SECONDS = 2;

/**
 * The answer to an error of `checkAccess`: 401 with the ways in, or 503 where the password was not looked at, so that a
 * right one is not called wrong.
 */
export function buildRefusal(error: unknown, access: ScrapeAccess): Refusal {
  return isAiwatchError(error) && error.code === 'ACCESS_BUSY'
    ? { status: 503, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } }
    : { status: 401, headers: { 'www-authenticate': listChallenges(access) } };
}

/** The ways in, as `WWW-Authenticate` wants them (RFC 9110 section 11.6.1). */
function listChallenges({ token, checkPassword }: ScrapeAccess): string[] {
  const bearer = token !== undefined || checkPassword === undefined ? ['Bearer realm="metrics"'] : [];
  return checkPassword === undefined ? bearer : [...bearer, 'Basic realm="metrics", charset="UTF-8"'];
}
