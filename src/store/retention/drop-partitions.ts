import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';
import { DAILY_TABLES, type DailyTable, partitionName } from '../partitions.ts';
import { sqlStateOf } from '../sql-errors.ts';
import { type Cutoff, recordDrop } from './record-drop.ts';

/**
 * Dropping waits for whoever reads the table, and whoever wants to write waits behind it: it soon gives way, and comes
 * again when those have gone on.
 */
const LOCK_TIMEOUT_MS = 300;
const PAUSE_MS = 700;
const MAX_ATTEMPTS = 30;
const LOCK_NOT_AVAILABLE = '55P03';

const LIST = `
SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = $1::regclass ORDER BY c.relname`;

/** What is past in one table with partitions, as far as it was dropped. */
export interface DroppedDay {
  readonly table: DailyTable;
  /** UTC day, e.g. `2026-10-01`. */
  readonly day: string;
}

interface DropOptions {
  readonly onDropped: (dropped: DroppedDay) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Drops the partitions of all days before one, each with its leaf in the audit trail. Throws what PostgreSQL says where
 * somebody reads for so long that it never gets its turn.
 * @param onDropped told of each when it is gone
 * @param signal ends it soon, also while somebody reads; the days that are left come with the next run
 */
export async function dropPartitions(
  pool: Pool,
  cutoff: Cutoff,
  { onDropped, signal }: DropOptions,
): Promise<void> {
  for (const table of DAILY_TABLES) {
    for (const day of await listDays(pool, table)) {
      if (day >= cutoff.firstKeptDay || signal?.aborted) break;
      const drop = () => inTransaction(pool, client => dropDay(client, { table, day }, cutoff));
      if (await patiently(drop, signal)) onDropped({ table, day });
    }
  }
}

/** The days that a table has partitions for, the oldest first. */
async function listDays(pool: Pool, table: DailyTable): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(LIST, [table]);
  return rows.flatMap(({ name }) => {
    const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    return year === undefined ? [] : [`${year}-${month}-${day}`];
  });
}

/** The table first: who has the sequencer's lock may be waiting for nothing that comes after it. */
async function dropDay(client: PoolClient, { table, day }: DroppedDay, cutoff: Cutoff): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.partitions]);
  await client.query(`DROP TABLE IF EXISTS ${partitionName(table, day)}`);
  await recordDrop(client, { table, day }, cutoff);
}

/** @returns whether it was done; false where the signal came first */
async function patiently(run: () => Promise<void>, signal: AbortSignal | undefined): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await run();
      return true;
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE || attempt === MAX_ATTEMPTS) throw error;
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
      if (signal?.aborted) return false;
    }
  }
}
