import { EVENT_LIMITS } from '../../catalogue/index.ts';

const REFUSED = 'SELECT FROM consents WHERE NOT granted';

/** Events may carry times that are ahead of the moment at which they were accepted. */
const ERASED = `SELECT FROM erasures
  WHERE user_hash = sha256(convert_to((SELECT value FROM aiwatch_settings WHERE name = 'erasure_salt') || $user, 'UTF8'))
    AND $time <= erased_at + interval '${EVENT_LIMITS.futureMs} milliseconds'`;

const CONDITION = `($user IS NULL OR (
  (NOT (SELECT EXISTS (${REFUSED})) OR NOT EXISTS (${REFUSED} AND user_id = $user))
  AND (NOT (SELECT EXISTS (SELECT FROM erasures)) OR NOT EXISTS (${ERASED}))))`;

/**
 * The condition in SQL under which something of a user may be kept: who has refused is left out, whenever the answer
 * became known, and so is what a user did before being erased. Such users are few, mostly none at all.
 * @param user expression of the user's id; null for nobody's
 * @param time expression of the time at which the user did it
 */
export function mayBeKept(user: string, time: string): string {
  return CONDITION.replaceAll('$user', () => user).replaceAll('$time', () => time);
}
