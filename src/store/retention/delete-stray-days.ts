import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';
import { DAILY_TABLES, type DailyTable } from '../partitions.ts';
import { type Cutoff, recordDrop } from './record-drop.ts';

/** Rows in one transaction. */
const BATCH_ROWS = 5000;

/** Deletes what is older than a day and has no partition: it was inserted by hand, or arrived late. @returns rows */
export async function deleteStrayDays(pool: Pool, cutoff: Cutoff, signal?: AbortSignal): Promise<number> {
  let total = 0;
  for (const table of DAILY_TABLES) {
    for (let rows = BATCH_ROWS; rows === BATCH_ROWS && !signal?.aborted; total += rows) {
      rows = await deleteBatch(pool, table, cutoff);
    }
  }
  return total;
}

async function deleteBatch(pool: Pool, table: DailyTable, cutoff: Cutoff): Promise<number> {
  return inTransaction(pool, async client => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.partitions]);
    const { rows } = await client.query<{ day: string; count: number }>(
      `WITH old AS (SELECT ctid FROM ${table}_default WHERE "timestamp" < $1 LIMIT ${BATCH_ROWS}),
       gone AS (DELETE FROM ${table}_default t USING old WHERE t.ctid = old.ctid RETURNING t."timestamp")
       SELECT ("timestamp" AT TIME ZONE 'UTC')::date AS day, count(*) AS count FROM gone GROUP BY day ORDER BY day`,
      [`${cutoff.firstKeptDay}T00:00:00Z`],
    );
    for (const { day } of rows) {
      await recordDrop(client, { table, day }, cutoff);
    }
    return rows.reduce((sum, { count }) => sum + count, 0);
  });
}
