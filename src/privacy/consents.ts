import type { Pool, PoolClient } from 'pg';
import { AIWATCH_ACTOR, appendAction, inTransaction, LOCKS } from '../store/index.ts';
import type { UserAliases } from './users.ts';

/** What a user answered, as it was recorded last. */
export interface Consent {
  readonly userId: string;
  readonly granted: boolean;
  /** ISO 8601 in UTC. */
  readonly recordedAt: string;
  /** Who recorded it: the user, an administrator, or `aiwatch` for another id of a user who refused. */
  readonly recordedBy: string;
}

/** What is to be recorded. */
export interface ConsentOptions {
  readonly userId: string;
  readonly aliases: UserAliases;
  readonly granted: boolean;
  /** Who says so. */
  readonly by: string;
}

interface ConsentRow {
  readonly user_id: string;
  readonly granted: boolean;
  readonly recorded_at: Date;
  readonly recorded_by: string;
}

const UPSERT = `
INSERT INTO consents (user_id, granted, recorded_at, recorded_by) VALUES ($1, $2, now(), $3)
ON CONFLICT (user_id) DO UPDATE SET
  granted = excluded.granted, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
RETURNING *`;

/** Events of users who are anonymous have such an id where they arrive and where they are stored. */
const REFUSE_ALIASES = `
INSERT INTO consents (user_id, granted, recorded_at, recorded_by)
SELECT id, false, now(), '${AIWATCH_ACTOR}' FROM unnest($1::text[]) AS id
ON CONFLICT (user_id) DO UPDATE SET
  granted = excluded.granted, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`;

/** Events are kept without an answer too, and nothing in the database need say whose id it is. */
const FORGET_ALIASES = 'DELETE FROM consents WHERE user_id = ANY($1)';

/** Without what REFUSE_ALIASES adds to a refusal. */
const LIST = `
SELECT * FROM consents
WHERE user_id > $1 AND NOT (user_id LIKE 'anon-%' AND recorded_by = '${AIWATCH_ACTOR}')
ORDER BY user_id LIMIT $2`;

/** By this the servers notice that they have to read the refusals again. */
const TOUCH = `
INSERT INTO aiwatch_settings (name, value) VALUES ('consents_version', '1')
ON CONFLICT (name) DO UPDATE SET value = (aiwatch_settings.value::bigint + 1)::text`;

/**
 * Keeps a user's answer in the place of an earlier one, and records in the audit trail who gave it. It holds for all ids
 * of the user.
 */
export async function recordConsent(
  pool: Pool,
  { userId, aliases, granted, by }: ConsentOptions,
): Promise<Consent> {
  const others = aliases(userId).filter(id => id !== userId);
  return inTransaction(pool, async client => {
    // First, as in an erasure: it locks the same rows of consents and settings.
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
    const { rows } = await client.query<ConsentRow>(UPSERT, [userId, granted, by]);
    await client.query(granted ? FORGET_ALIASES : REFUSE_ALIASES, [others]);
    await touchConsents(client);
    await appendAction(client, {
      action: 'consent.record',
      actor: by,
      targetUser: userId,
      details: { granted },
    });
    return consentOf(rows[0]!);
  });
}

/** Tells all servers that consents changed, when the transaction commits. */
export async function touchConsents(client: PoolClient): Promise<void> {
  await client.query(TOUCH);
}

/** A user's recorded answer; undefined where there is none. */
export async function findConsent(pool: Pool, userId: string): Promise<Consent | undefined> {
  const { rows } = await pool.query<ConsentRow>('SELECT * FROM consents WHERE user_id = $1', [userId]);
  return rows.map(consentOf)[0];
}

/** Recorded answers in the order of user ids, each once. @param after the last user id of the page before */
export async function listConsents(
  pool: Pool,
  { limit, after = '' }: { readonly limit: number; readonly after?: string | undefined },
): Promise<readonly Consent[]> {
  const { rows } = await pool.query<ConsentRow>(LIST, [after, limit]);
  return rows.map(consentOf);
}

function consentOf({ user_id, granted, recorded_at, recorded_by }: ConsentRow): Consent {
  return { userId: user_id, granted, recordedAt: recorded_at.toISOString(), recordedBy: recorded_by };
}
