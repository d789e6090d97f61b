import type { PoolClient } from 'pg';
import { factsOf } from './facts.ts';
import type { StoredEvent } from './stored-event.ts';

/**
 * When sessions began and ended. One that says how long it lasted needs no event of its beginning; the two can arrive
 * in any order, and are put together whatever it is.
 */
const UPSERT = `
INSERT INTO event_sessions AS s (session_id, application, user_id, created_at, ended_at)
SELECT session_id, application, max(user_id), min(created_at), max(ended_at)
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
  AS e(session_id, application, user_id, created_at, ended_at)
GROUP BY session_id, application
ON CONFLICT (session_id, application) DO UPDATE SET
  user_id = coalesce(s.user_id, excluded.user_id),
  created_at = least(s.created_at, excluded.created_at),
  ended_at = greatest(s.ended_at, excluded.ended_at)`;

/** What `upsertSessions` is given of the session events among others; undefined where there are none. */
export function sessionValues(events: readonly StoredEvent[]): readonly unknown[] | undefined {
  const rows = events
    .map(({ event }) => event)
    .filter(({ type, sessionId }) => type === 'session' && sessionId !== null)
    .map(event => ({ event, ...timesOf(event) }));
  if (rows.length === 0) return undefined;
  return [
    rows.map(({ event }) => event.sessionId),
    rows.map(({ event }) => event.source.application),
    rows.map(({ event }) => event.userId),
    rows.map(({ createdAt }) => createdAt),
    rows.map(({ endedAt }) => endedAt),
  ];
}

/** Keeps what the session events of a batch say. */
export async function upsertSessions(client: PoolClient, values: readonly unknown[]): Promise<void> {
  await client.query({ name: 'upsert-sessions', text: UPSERT, values: [...values] });
}

function timesOf(activity: StoredEvent['event']) {
  const { event, timestamp } = activity;
  if (event === 'created') return { createdAt: timestamp, endedAt: null };
  const { durationMs } = factsOf(activity);
  const createdAt =
    durationMs === undefined ? null : new Date(Date.parse(timestamp) - durationMs).toISOString();
  return { createdAt, endedAt: event === 'ended' || event === 'expired' ? timestamp : null };
}
