import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import type { BatchWriter } from './batch-writer.ts';

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

/**
 * Stores what applications have put into the inbox. The records are taken out for good only after they are stored: one
 * that a crash leaves is stored again, and found to be there.
 * @returns how many records there were
 */
export async function emptyInbox(pool: Pool, writer: BatchWriter, limit: number): Promise<number> {
  return inTransaction(pool, async client => {
    const { rows } = await client.query<{ record: Buffer }>({
      name: 'take-from-inbox',
      text: TAKE,
      values: [limit],
    });
    if (rows.length > 0) await writer.write(rows.map(({ record }) => record));
    return rows.length;
  });
}
