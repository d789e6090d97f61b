import { AiwatchError } from '../../errors.ts';
import type { Identity } from './identity.ts';

/**
 * The user that an answer must be limited to; undefined for no limit. An administrator may ask about anyone, a user gets
 * their own data whether they ask for it or not. Throws USER_REFUSED for somebody else's, and for services, which read
 * nothing.
 */
export function mayReadUser(identity: Identity, requestedUserId: string | undefined): string | undefined {
  if (identity.role === 'admin') return requestedUserId;
  const isOwn = requestedUserId === undefined || requestedUserId === identity.userId;
  if (identity.role === 'user' && identity.userId !== undefined && isOwn) return identity.userId;
  throw new AiwatchError('USER_REFUSED', { where: 'the request', found: 'another user', field: 'userId' });
}
