import type { Pool } from 'pg';
import { parseEventTime } from '../../events/index.ts';
import { sqlStateOf } from '../sql-errors.ts';
import { mayBeKept } from './may-be-kept.ts';

/** A record that the store refused, as it arrived. */
export interface RefusedRecord {
  readonly rowId: string;
  readonly userId: string | null;
  readonly eventType: string | null;
  readonly record: Uint8Array;
  readonly error: unknown;
  /** Of the event, where it could be read: what a user did before being erased is not kept. */
  readonly timestamp?: string | undefined;
}

const INSERT = `
INSERT INTO dead_letters (id, user_id, event_type, reason, detail, record)
SELECT $1, $2, $3, $4, $5, $6
WHERE ${mayBeKept('$2::text', "coalesce($7::timestamptz, '-infinity')")}
ON CONFLICT DO NOTHING`;

const MAX_DETAIL_LENGTH = 500;
/** An index of PostgreSQL takes 2,704 bytes; no event of a user with a longer id is stored. */
const MAX_USER_ID_BYTES = 2600;

/**
 * Puts a record aside that cannot be stored, so that it blocks nothing and can be looked at and sent again. Whatever is
 * in the record, PostgreSQL takes what is said of it here: who may INSERT into the inbox may put anything there.
 */
export async function insertDeadLetter(pool: Pool, refused: RefusedRecord): Promise<void> {
  const { rowId, userId, eventType, record, error, timestamp } = refused;
  const detail = error instanceof Error ? error.message : String(error);
  const values = [
    rowId,
    userIdOf(userId),
    withoutNul(eventType),
    sqlStateOf(error) ?? 'record',
    withoutNul(detail.slice(0, MAX_DETAIL_LENGTH)),
    Buffer.from(record.buffer, record.byteOffset, record.byteLength),
    timeOf(timestamp),
  ];
  await pool.query(INSERT, values);
}

function userIdOf(userId: string | null): string | null {
  const text = withoutNul(userId);
  return text !== null && Buffer.byteLength(text) > MAX_USER_ID_BYTES ? null : text;
}

/** `Date.parse` takes more for a time than PostgreSQL does ("1", the 30th of February). */
function timeOf(timestamp: string | undefined): string | null {
  const timeMs = parseEventTime(timestamp);
  return timeMs === undefined ? null : new Date(timeMs).toISOString();
}

/** What cannot be in a text of PostgreSQL; it may be the reason why the record is here. */
function withoutNul(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\0', '\u{fffd}');
}
