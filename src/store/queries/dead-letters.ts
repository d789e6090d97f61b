import type { Pool } from 'pg';
import { ROW_ID_LENGTH } from '../../events/index.ts';

/** A record that the store refused, as it is listed. */
export interface StoreDeadLetter {
  readonly id: string;
  /** SQLSTATE of PostgreSQL, or `record` for what is no event. */
  readonly reason: string;
  readonly detail: string;
  readonly type: string | null;
  readonly createdAt: string;
  /** The begin of the record. */
  readonly excerpt: string;
}

/** A record to be stored again. */
export interface KeptRecord {
  readonly id: string;
  readonly record: Uint8Array;
}

const EXCERPT_BYTES = 600;
const EXCERPT_CHARACTERS = 200;

const LIST = `
SELECT id, reason, detail, event_type AS type, created_at AS "createdAt", substring(record FOR ${EXCERPT_BYTES}) AS head
FROM dead_letters WHERE $1::uuid IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`;

const READ = `
SELECT id, record FROM dead_letters
WHERE ($1::uuid[] IS NULL OR id = ANY($1)) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`;

/** Lists the newest first. @param before id of the last one that was listed; undefined for the newest. */
export async function listDeadLetters(
  pool: Pool,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<readonly StoreDeadLetter[]> {
  const { rows } = await pool.query<Omit<StoreDeadLetter, 'createdAt' | 'excerpt'> & ExcerptRow>(LIST, [
    before ?? null,
    limit,
  ]);
  return rows.map(({ head, createdAt, ...letter }) => ({
    ...letter,
    createdAt: createdAt.toISOString(),
    excerpt: head.toString('utf8').slice(ROW_ID_LENGTH, ROW_ID_LENGTH + EXCERPT_CHARACTERS),
  }));
}

interface ExcerptRow {
  readonly createdAt: Date;
  readonly head: Buffer;
}

export interface KeptRecordQuestion {
  /** @default any */
  readonly ids?: readonly string[] | undefined;
  /** Id of the last one that was read. @default from the oldest */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Reads records, oldest first; they stay where they are. */
export async function readKeptRecords(
  pool: Pool,
  { ids, after, limit }: KeptRecordQuestion,
): Promise<readonly KeptRecord[]> {
  const { rows } = await pool.query<KeptRecord>(READ, [ids ?? null, after ?? null, limit]);
  return rows;
}

export async function deleteDeadLetter(pool: Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM dead_letters WHERE id = $1', [id]);
}
