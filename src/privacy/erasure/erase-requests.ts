import type { Pool } from 'pg';

const BATCH_ROWS = 5000;

const DELETE = `
DELETE FROM request_logs WHERE ("timestamp", id) IN (
  SELECT "timestamp", id FROM request_logs WHERE user_id = ANY($1) ORDER BY "timestamp", id LIMIT ${BATCH_ROWS})`;

/** Deletes the requests of a user from the request log. @returns how many */
export async function eraseRequests(pool: Pool, ids: readonly string[]): Promise<number> {
  let total = 0;
  for (let rows = BATCH_ROWS; rows === BATCH_ROWS; total += rows) {
    rows = (await pool.query(DELETE, [ids])).rowCount ?? 0;
  }
  return total;
}
