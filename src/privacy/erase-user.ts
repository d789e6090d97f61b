import type { Pool } from 'pg';
import { inTransaction } from '../store/index.ts';
import { eraseEvents } from './erasure/erase-events.ts';
import { eraseRequests } from './erasure/erase-requests.ts';
import { eraseRest } from './erasure/erase-rest.ts';
import { eraseFromSketches } from './erasure/erase-sketches.ts';
import { markErased } from './erasure/mark-erased.ts';
import type { UserAliases } from './users.ts';

/** What an erasure took away. */
export interface ErasureResult {
  readonly events: number;
  readonly requests: number;
  /** Rows of sessions, daily counts, dead letters, consent and incidents. */
  readonly otherRows: number;
  /** Actions of the audit trail whose details are gone. */
  readonly actions: number;
}

export interface ErasureOptions {
  readonly userId: string;
  readonly aliases: UserAliases;
  /** Who wants it. */
  readonly by: string;
}

/** Stands for the actor where users erase themselves: the trail keeps no id of theirs. */
const ERASED_ACTOR = 'the user';

/**
 * Erases a user: events, requests, sessions, daily counts, the user's part in distinct counts (where single users can be
 * told apart), dead letters, consent, and the details of all actions about the user; what of them still waits in a spool
 * or the inbox is not stored any more. What the user did to others stays, since an administrator has to answer for it.
 * Leaves of the audit trail stay, and a leaf says which records are gone, but not whose. May be run again, and has to be where it was interrupted.
 */
export async function eraseUser(pool: Pool, { userId, aliases, by }: ErasureOptions): Promise<ErasureResult> {
  const ids = aliases(userId);
  const actor = ids.includes(by) ? ERASED_ACTOR : by;
  await markErased(pool, ids);
  const events = await eraseEvents(pool, ids, actor);
  const requests = await eraseRequests(pool, ids);
  await eraseFromSketches(pool, ids);
  const rest = await inTransaction(pool, client => eraseRest(client, ids, { actor, events, requests }));
  return { events, requests, ...rest };
}
