import type { PoolClient } from 'pg';
import { appendAction, LOCKS } from '../../store/index.ts';
import { touchConsents } from '../consents.ts';
import { eraseFromIncidents } from './erase-incidents.ts';

/** Tables with few rows for each user. */
const TABLES = ['event_sessions', 'user_days', 'dead_letters', 'delivery_dead_letters', 'consents'] as const;

/** Not what the user did to others: whoever administers could wipe out their own traces. */
const DELETE_ACTIONS = 'DELETE FROM audit_actions WHERE target_user = ANY($1) RETURNING leaf_index';

/** What was erased before, and who wants it. */
export interface ErasureSoFar {
  readonly actor: string;
  readonly events: number;
  readonly requests: number;
}

/** Deletes what else is kept of a user, and ends the erasure by the leaf that says what it took away. */
export async function eraseRest(
  client: PoolClient,
  ids: readonly string[],
  { actor, events, requests }: ErasureSoFar,
): Promise<{ readonly otherRows: number; readonly actions: number }> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
  let otherRows = 0;
  for (const table of TABLES) otherRows += await deleteFrom(client, table, ids);
  otherRows += await eraseFromIncidents(client, ids);
  await touchConsents(client);
  const { rows } = await client.query<{ leaf_index: number }>(DELETE_ACTIONS, [ids]);
  const actions = rows.map(({ leaf_index }) => leaf_index).toSorted((a, b) => a - b);
  const details = { events, requests, otherRows, actions: actions.length };
  await appendAction(client, {
    action: 'privacy.erase',
    actor,
    details,
    ...(actions.length > 0 && { actions }),
  });
  return { otherRows, actions: actions.length };
}

/** Some tables come with a later step of the schema. */
async function deleteFrom(
  client: PoolClient,
  table: (typeof TABLES)[number],
  ids: readonly string[],
): Promise<number> {
  const { rows } = await client.query<{ found: unknown }>('SELECT to_regclass($1) AS found', [table]);
  if (rows[0]!.found === null) return 0;
  const { rowCount } = await client.query(`DELETE FROM ${table} WHERE user_id = ANY($1)`, [ids]);
  return rowCount ?? 0;
}
