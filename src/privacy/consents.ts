import type { Pool, PoolClient } from 'pg';
import { appendAction, inTransaction, LOCKS } from '../store/index.ts';

/** What a user answered, as it was recorded last. */
export interface Consent {
  readonly userId: string;
  readonly granted: boolean;
  /** ISO 8601 in UTC. */
  readonly recordedAt: string;
  /** Who recorded it: the user, or an administrator. */
  readonly recordedBy: string;
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

/** By this the servers notice that they have to read the refusals again. */
const TOUCH = `
INSERT INTO aiwatch_settings (name, value) VALUES ('consents_version', '1')
ON CONFLICT (name) DO UPDATE SET value = (aiwatch_settings.value::bigint + 1)::text`;

/** Keeps a user's answer in the place of an earlier one, and records in the audit trail who gave it. */
export async function recordConsent(
  pool: Pool,
  { userId, granted, by }: { readonly userId: string; readonly granted: boolean; readonly by: string },
): Promise<Consent> {
  return inTransaction(pool, async client => {
    // First, as in an erasure: it locks the same rows of consents and settings.
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
    const { rows } = await client.query<ConsentRow>(UPSERT, [userId, granted, by]);
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

/** Recorded answers in the order of user ids. @param after the last user id of the page before */
export async function listConsents(
  pool: Pool,
  { limit, after = '' }: { readonly limit: number; readonly after?: string | undefined },
): Promise<readonly Consent[]> {
  const sql = 'SELECT * FROM consents WHERE user_id > $1 ORDER BY user_id LIMIT $2';
  const { rows } = await pool.query<ConsentRow>(sql, [after, limit]);
  return rows.map(consentOf);
}

function consentOf({ user_id, granted, recorded_at, recorded_by }: ConsentRow): Consent {
  return { userId: user_id, granted, recordedAt: recorded_at.toISOString(), recordedBy: recorded_by };
}
