import type { Pool } from 'pg';
import type { ActivityEvent } from '../../events/index.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from './event-row.ts';

/** Told when dead letters are to be sent again. */
export const DELIVERIES_CHANNEL = 'aiwatch_deliveries';

/** An event that a consumer could not deliver. */
export interface UndeliveredEvent {
  readonly consumer: string;
  readonly event: ActivityEvent;
  readonly rowId: string;
  readonly reason: string;
  readonly attempts: number;
}

/** A dead letter as it is listed; its event is read where events are. */
export interface DeliveryDeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly eventId: string;
  readonly userId: string | null;
  readonly timestamp: string;
  readonly reason: string;
  readonly attempts: number;
  readonly createdAt: string;
  /** Whether it waits to be sent again. */
  readonly isResending: boolean;
}

/** A dead letter that is to be sent again, with its event. */
export interface ResendableLetter {
  readonly id: string;
  readonly rowId: string;
  readonly event: ActivityEvent;
}

const MAX_REASON_LENGTH = 300;

const INSERT = `
INSERT INTO delivery_dead_letters (consumer, event_id, row_id, event_timestamp, user_id, reason, attempts)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (consumer, row_id) DO UPDATE
SET reason = $6, attempts = delivery_dead_letters.attempts + $7, resend_at = NULL`;

const EVENT_OF_LETTER = 'monitoring_events e ON e."timestamp" = l.event_timestamp AND e.id = l.row_id';

const LIST = `
SELECT l.id, l.consumer, l.event_id AS "eventId", l.user_id AS "userId", l.event_timestamp AS timestamp, l.reason,
  l.attempts, l.created_at AS "createdAt", l.resend_at IS NOT NULL AS "isResending"
FROM delivery_dead_letters l JOIN ${EVENT_OF_LETTER}
WHERE $1::uuid IS NULL OR l.id < $1
ORDER BY l.id DESC LIMIT $2`;

const REQUEST = `
WITH marked AS (
  UPDATE delivery_dead_letters SET resend_at = now() WHERE $1::uuid[] IS NULL OR id = ANY($1) RETURNING id
), told AS (SELECT pg_notify('${DELIVERIES_CHANNEL}', ''))
SELECT marked.id FROM marked, told`;

const READ_RESENDABLE = `
SELECT l.id AS letter_id, ${EVENT_COLUMNS}
FROM delivery_dead_letters l JOIN ${EVENT_OF_LETTER}
WHERE l.consumer = $1 AND l.resend_at IS NOT NULL AND NOT l.id = ANY($2)
ORDER BY l.event_timestamp, e.batch_id, e.batch_position LIMIT $3`;

const DELETE_GONE = `
DELETE FROM delivery_dead_letters l
WHERE consumer = $1 AND NOT EXISTS (SELECT FROM monitoring_events e WHERE e."timestamp" = l.event_timestamp AND e.id = l.row_id)`;

/** Puts an event aside; one that was sent again in vain keeps its letter. */
export async function insertDeliveryDeadLetter(pool: Pool, undelivered: UndeliveredEvent): Promise<void> {
  const { consumer, event, rowId, reason, attempts } = undelivered;
  const text = reason.slice(0, MAX_REASON_LENGTH);
  await pool.query(INSERT, [consumer, event.id, rowId, event.timestamp, event.userId, text, attempts]);
}

/** Lists the newest first. @param before id of the last one that was listed; undefined for the newest. */
export async function listDeliveryDeadLetters(
  pool: Pool,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<readonly DeliveryDeadLetter[]> {
  const { rows } = await pool.query<DeliveryDeadLetter & { timestamp: Date; createdAt: Date }>(LIST, [
    before ?? null,
    limit,
  ]);
  return rows.map(row => ({
    ...row,
    timestamp: row.timestamp.toISOString(),
    createdAt: row.createdAt.toISOString(),
  }));
}

/** Has dead letters sent again by whichever server delivers. @param ids undefined for all. @returns their ids */
export async function requestResend(
  pool: Pool,
  ids: readonly string[] | undefined,
): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(REQUEST, [ids ?? null]);
  return rows.map(({ id }) => id);
}

/** Reads what is to be sent again, oldest events first. @param known ids of those that are on their way already. */
export async function readResendableLetters(
  pool: Pool,
  consumer: string,
  { known, limit }: { readonly known: readonly string[]; readonly limit: number },
): Promise<readonly ResendableLetter[]> {
  const { rows } = await pool.query<EventRow & { letter_id: string }>(READ_RESENDABLE, [
    consumer,
    known,
    limit,
  ]);
  return rows.map(row => ({ id: row.letter_id, rowId: row.id, event: eventOf(row) }));
}

/** Removes the letter of an event that was delivered after all. */
export async function deleteDeliveryDeadLetter(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM delivery_dead_letters WHERE id = $1', [id]);
}

/** Removes the letters whose events are gone, and counts the others. */
export async function countDeliveryDeadLetters(pool: Pool, consumer: string): Promise<number> {
  await pool.query(DELETE_GONE, [consumer]);
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*) AS count FROM delivery_dead_letters WHERE consumer = $1',
    [consumer],
  );
  return rows[0]!.count;
}
