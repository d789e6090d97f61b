import { createHmac, randomBytes } from 'node:crypto';
import { compare } from 'bcryptjs';

/** A user name and a password, as HTTP's basic authentication gives them. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Says whether a password is right. */
export type PasswordCheck = (credentials: Credentials) => Promise<boolean>;

/** Checks that may wait for their turn; who asks while so many wait is refused unheard. */
const MAX_WAITING = 16;

/** A hash of nothing, as dear to compare as the dearest of the users', so that the time does not tell who there is. */
function buildDecoy(hashes: readonly string[]): string {
  const cost = hashes
    .map(hash => hash.slice(4, 6))
    .sort()
    .at(-1);
  return `$2b$${cost}$${'.'.repeat(53)}`;
}

/**
 * Checks passwords against hashes by bcrypt (`hashes`, by user; at least one). A hash takes a tenth of a second of the
 * CPU to compare, on purpose. So the right password is remembered (as a keyed digest) and a scrape pays once; and one is
 * compared at a time, so that guesses do not pile up.
 */
export function createPasswordCheck(hashes: Readonly<Record<string, string>>): PasswordCheck {
  const known = new Map(Object.entries(hashes));
  const decoy = buildDecoy([...known.values()]);
  const digestKey = randomBytes(32);
  const rightDigests = new Map<string, string>();
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const compareOnce = async (digest: string, { user, password }: Credentials): Promise<boolean> => {
    if (rightDigests.get(user) === digest) return true;
    const isSame = await compare(password, known.get(user) ?? decoy);
    if (!isSame || !known.has(user)) return false;
    rightDigests.set(user, digest);
    return true;
  };

  return async credentials => {
    const { user, password } = credentials;
    const digest = createHmac('sha256', digestKey).update(password).digest('base64');
    if (rightDigests.get(user) === digest) return true;
    if (waiting >= MAX_WAITING) return false;
    waiting += 1;
    const own = turn
      .then(() => compareOnce(digest, credentials))
      .finally(() => {
        waiting -= 1;
      });
    turn = own.catch(() => undefined);
    return own;
  };
}
