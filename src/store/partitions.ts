import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './connection.ts';
import { LOCKS } from './locks.ts';

/** Tables with one partition for each UTC day. */
export const DAILY_TABLES = ['monitoring_events', 'request_logs', 'system_metrics'] as const;

export type DailyTable = (typeof DAILY_TABLES)[number];

const DAY_MS = 24 * 60 * 60 * 1000;
/** Then the batch is tried again later, and until then nothing is held up. */
const LOCK_TIMEOUT_MS = 3000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Makes the partitions of days before they are needed; asked again for a day, it knows that it is there. */
export interface PartitionKeeper {
  /** @param day as `2026-11-21`. */
  ensure(day: string): Promise<void>;
  /** Forgets what it knows: the database may be another one. */
  forget(): void;
}

export function createPartitionKeeper(pool: Pool): PartitionKeeper {
  let known = new Set<string>();
  const forget = () => {
    // A new one: what is being made in the database before is not noted for the next.
    known = new Set();
  };
  // Behind a new connection there may be another database, whose tables another server has made already.
  pool.on('connect', forget);
  return {
    ensure: async day => {
      if (known.has(day)) return;
      // It becomes a part of the statements.
      if (!DAY.test(day)) throw new RangeError(`no day: ${day}`);
      const noted = known;
      await ensurePartitions(pool, day);
      noted.add(day);
    },
    forget,
  };
}

/** The UTC day so many days after another. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function partitionName(table: DailyTable, day: string): string {
  return `${table}_${day.replaceAll('-', '')}`;
}

async function ensurePartitions(pool: Pool, day: string): Promise<void> {
  await inTransaction(pool, async client => {
    // Attaching waits for whoever reads the default partition, and whoever comes after waits behind it.
    await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.partitions]);
    for (const table of DAILY_TABLES) await ensurePartition(client, table, day);
  });
}

/** What was inserted into the default partition meanwhile moves over: PostgreSQL would refuse the new one otherwise. */
async function ensurePartition(client: PoolClient, table: DailyTable, day: string): Promise<void> {
  const name = partitionName(table, day);
  const { rows } = await client.query('SELECT to_regclass($1) AS found', [name]);
  if ((rows[0] as { found: unknown }).found !== null) return;
  const range = [`${day}T00:00:00Z`, `${addDays(day, 1)}T00:00:00Z`] as const;
  await client.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL)`);
  if (table === 'monitoring_events') {
    await client.query(`CREATE UNIQUE INDEX ON ${name} (event_id, (source->>'application'))`);
  }
  await client.query(
    `WITH moved AS (DELETE FROM ${table}_default WHERE "timestamp" >= $1 AND "timestamp" < $2 RETURNING *)
     INSERT INTO ${name} SELECT * FROM moved ON CONFLICT DO NOTHING`,
    [...range],
  );
  await client.query(
    `ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${range[0]}') TO ('${range[1]}')`,
  );
}
