import { createKeyedHash, type KeyedHash } from './keyed-hash.ts';

const ANONYMOUS = /^anon-[0-9a-f]{16}$/;

/** Whether an id or a name stands for a user already, e.g. since the application made it anonymous before the server. */
export const isAnonymousUser = (user: string): boolean => ANONYMOUS.test(user);

/** What stands for a user or a user's name where users are anonymous; the same again when it is made of itself. */
export const anonymousUser = (user: string, hash: KeyedHash): string =>
  isAnonymousUser(user) ? user : `anon-${hash('user', user)}`;

/** Gives the ids that a user's events may have: the user's own, and what stands for it where users are anonymous. */
export function createUserAliases(hashKey: Uint8Array | string): (userId: string) => readonly string[] {
  const hash = createKeyedHash(hashKey);
  return userId => (isAnonymousUser(userId) ? [userId] : [userId, anonymousUser(userId, hash)]);
}
