import { createHmac, randomBytes } from 'node:crypto';
import { compare as compareByBcrypt } from 'bcryptjs';

/** A user name and a password, as HTTP's basic authentication gives them. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** What a check says of a password; `busy` where it was not looked at, as too many others waited. */
type PasswordVerdict = 'right' | 'wrong' | 'busy';

/** Says whether a password is right. */
export type PasswordCheck = (credentials: Credentials) => Promise<PasswordVerdict>;

/** Compares a password with a hash. */
type ComparePassword = (password: string, hash: string) => Promise<boolean>;

/**
 * Checks that may wait for their turn, the running one included. At a cost of 10 the last of them has its answer within
 * two seconds, so a scrape, which waits for ten, still succeeds.
 */
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
 * Checks passwords against hashes by bcrypt (`hashes`, by user; at least one). A comparison is dear on purpose: at a cost
 * of 10, which `aiwatch secrets --web` uses, bcryptjs takes 90 ms for it on a core of 2.5 GHz (measured), and twice as
 * long for each step more (bcrypt works for 2^cost rounds). So the right password is remembered (as a keyed digest) and
 * a scrape pays once; and one is compared at a time, so that guesses do not pile up.
 */
export function createPasswordCheck(
  hashes: Readonly<Record<string, string>>,
  compare: ComparePassword = compareByBcrypt,
): PasswordCheck {
  const known = new Map(Object.entries(hashes));
  const decoy = buildDecoy([...known.values()]);
  const digestKey = randomBytes(32);
  const rightDigests = new Map<string, string>();
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();

  const compareOnce = async (digest: string, { user, password }: Credentials): Promise<PasswordVerdict> => {
    if (rightDigests.get(user) === digest) return 'right';
    const isSame = await compare(password, known.get(user) ?? decoy);
    if (!isSame || !known.has(user)) return 'wrong';
    rightDigests.set(user, digest);
    return 'right';
  };

  return async credentials => {
    const { user, password } = credentials;
    const digest = createHmac('sha256', digestKey).update(password).digest('base64');
    if (rightDigests.get(user) === digest) return 'right';
    if (waiting >= MAX_WAITING) return 'busy';
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
