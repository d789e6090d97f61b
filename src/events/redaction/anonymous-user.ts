import { createKeyedHash, type KeyedHash } from './keyed-hash.ts';

/** What stands for a user or a user's name where users are anonymous. */
export const anonymousUser = (user: string, hash: KeyedHash): string => `anon-${hash('user', user)}`;

/** Gives the ids that a user's events may have: the user's own, and what stands for it where users are anonymous. */
export function createUserAliases(hashKey: Uint8Array | string): (userId: string) => readonly string[] {
  const hash = createKeyedHash(hashKey);
  return userId => [userId, anonymousUser(userId, hash)];
}
