import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import type { BatchWriter, WriteResult } from './batch-writer.ts';

const PUT = 'INSERT INTO event_inbox (record) SELECT unnest($1::bytea[])';

/** Records in memory at once; the one that reaches it is the last. */
const STEP_BYTES = 4 * 1024 * 1024;

const TAKE = `
DELETE FROM event_inbox WHERE id IN (
  SELECT id FROM (
    SELECT id, sum(octet_length(record)) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
    FROM (SELECT id, record FROM event_inbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) locked) counted
  WHERE coalesce(bytes_before, 0) < ${STEP_BYTES})
RETURNING record`;

/** Leaves records for a server to store. The right to INSERT into `event_inbox` is all that this needs. */
export async function putIntoInbox(pool: Pool, records: readonly Uint8Array[]): Promise<void> {
  const buffers = records.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  await pool.query({ name: 'put-into-inbox', text: PUT, values: [buffers] });
}

/** What became of the records that were taken out of the inbox. */
export interface InboxResult extends WriteResult {
  readonly taken: number;
  /** Whether as much was taken as may be at once, so that there may be more. */
  readonly isFull: boolean;
}

const NOTHING: WriteResult = { stored: 0, skipped: 0, refused: 0 };

/**
 * Stores what applications have put into the inbox. The records are taken out for good only after they are stored: one
 * that a crash leaves is stored again, and found to be there.
 * @param limit records at the most
 */
export async function emptyInbox(pool: Pool, writer: BatchWriter, limit: number): Promise<InboxResult> {
  return inTransaction(pool, async client => {
    const { rows } = await client.query<{ record: Buffer }>({
      name: 'take-from-inbox',
      text: TAKE,
      values: [limit],
    });
    const result = rows.length === 0 ? NOTHING : await writer.write(rows.map(({ record }) => record));
    const bytes = rows.reduce((sum, { record }) => sum + record.length, 0);
    return { taken: rows.length, isFull: rows.length === limit || bytes >= STEP_BYTES, ...result };
  });
}
