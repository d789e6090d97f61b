import type { Pool } from 'pg';
import { inTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';

/** A table whose old rows are deleted one by one. */
interface AgingTable {
  readonly table: string;
  /** Which rows are old; `$1` is the time before which they are. */
  readonly condition: string;
  /** Whether it is written by whoever has the sequencer's lock: then rows are locked in no certain order. */
  readonly isSequenced: boolean;
}

/** What says who did something is kept no longer than the events. */
const WITH_EVENTS: readonly AgingTable[] = [
  {
    table: 'event_sessions',
    condition: "coalesce(greatest(created_at, ended_at), '-infinity') < $1",
    isSequenced: true,
  },
  { table: 'user_days', condition: "day < ($1::timestamptz AT TIME ZONE 'UTC')::date", isSequenced: true },
  { table: 'dead_letters', condition: 'created_at < $1', isSequenced: false },
  { table: 'delivery_dead_letters', condition: 'created_at < $1', isSequenced: false },
  { table: 'event_inbox', condition: 'created_at < $1', isSequenced: false },
  // One that is not told of any more is over too: Alertmanager repeats what fires.
  { table: 'incidents', condition: 'coalesce(resolved_at, updated_at) < $1', isSequenced: false },
  { table: 'erasures', condition: 'erased_at < $1', isSequenced: false },
  {
    table: 'audit_commitments',
    condition: "day < ($1::timestamptz AT TIME ZONE 'UTC')::date",
    isSequenced: false,
  },
];

/** Counts that name nobody. */
const WITH_ROLLUPS: readonly AgingTable[] = [
  { table: 'event_rollups', condition: 'bucket < $1', isSequenced: true },
  { table: 'user_sketches', condition: 'hour < $1', isSequenced: true },
  { table: 'hourly_messages', condition: 'hour < $1', isSequenced: true },
];

/** Rows in one transaction: with the sequencer's lock nothing else is stored meanwhile. */
const BATCH_ROWS = 2000;

/** Deletes rows that are kept as long as events are. @param before as a UTC day @returns how many */
export function deleteWithEvents(pool: Pool, before: string, signal?: AbortSignal): Promise<number> {
  return deleteFrom(pool, WITH_EVENTS, before, signal);
}

/** Deletes counts. @param before as a UTC day @returns how many */
export function deleteRollups(pool: Pool, before: string, signal?: AbortSignal): Promise<number> {
  return deleteFrom(pool, WITH_ROLLUPS, before, signal);
}

async function deleteFrom(
  pool: Pool,
  tables: readonly AgingTable[],
  before: string,
  signal?: AbortSignal,
): Promise<number> {
  let total = 0;
  for (const aging of tables) {
    if (!(await isThere(pool, aging.table))) continue;
    for (let rows = BATCH_ROWS; rows === BATCH_ROWS && !signal?.aborted; total += rows) {
      rows = await deleteBatch(pool, aging, `${before}T00:00:00Z`);
    }
  }
  return total;
}

/** Some tables come with a later step of the schema. */
async function isThere(pool: Pool, table: string): Promise<boolean> {
  const { rows } = await pool.query<{ found: unknown }>('SELECT to_regclass($1) AS found', [table]);
  return rows[0]!.found !== null;
}

async function deleteBatch(pool: Pool, aging: AgingTable, before: string): Promise<number> {
  const { table, condition, isSequenced } = aging;
  return inTransaction(pool, async client => {
    if (isSequenced) await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.sequencer]);
    const { rowCount } = await client.query(
      `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED))`,
      [before],
    );
    return rowCount ?? 0;
  });
}
