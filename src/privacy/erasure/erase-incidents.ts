import type { PoolClient } from 'pg';

/** Labels of alerts about one user, as rules of one's own may have them. */
const USER_LABELS = `('user', 'userid', 'username')`;

const IS_ABOUT_USER = `EXISTS (
  SELECT FROM jsonb_each_text(labels) label
  WHERE lower(replace(label.key, '_', '')) IN ${USER_LABELS} AND label.value = ANY($1))`;

/** Incidents that name a user: whoever acknowledged them, and those about the user. */
export const INCIDENTS_OF_USER = `
SELECT id, name, labels, annotations, starts_at, resolved_at, acknowledged_at, acknowledged_by, note FROM incidents
WHERE acknowledged_by = ANY($1) OR ${IS_ABOUT_USER} ORDER BY starts_at`;

const DELETE = `DELETE FROM incidents WHERE ${IS_ABOUT_USER}`;

/** That somebody knows of it stays. */
const FORGET = 'UPDATE incidents SET acknowledged_by = NULL, note = NULL WHERE acknowledged_by = ANY($1)';

/**
 * Deletes the incidents about a user, and from the others what the user said to them; the caller's transaction holds the
 * sequencer's lock. @returns how many
 */
export async function eraseFromIncidents(client: PoolClient, ids: readonly string[]): Promise<number> {
  const deleted = await client.query(DELETE, [ids]);
  const forgotten = await client.query(FORGET, [ids]);
  return (deleted.rowCount ?? 0) + (forgotten.rowCount ?? 0);
}
