import type { Identity } from './identity.ts';

/** Who did something, as the audit trail names it: a user where the token is of one, or else the token. */
export function actorOf({ userId, tokenId }: Pick<Identity, 'userId' | 'tokenId'>): string {
  return userId ?? `token:${tokenId}`;
}
