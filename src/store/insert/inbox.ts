import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import type { BatchWriter, WriteResult } from './batch-writer.ts';

const PUT = 'INSERT INTO event_inbox (record) SELECT unnest($1::bytea[])';

const TAKE = `
DELETE FROM event_inbox WHERE id IN (
  SELECT id FROM event_inbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
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
    return { taken: rows.length, ...result };
  });
}
