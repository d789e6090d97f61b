import type { Pool } from 'pg';
import { COUNTED_ROWS, type CountQuestion, countedValues } from './counted-rows.ts';

/** What was counted under one key. */
export interface KeyCount {
  readonly key: string;
  readonly events: number;
  readonly errors: number;
  /** Events that said how long they took. */
  readonly durations: number;
  /** Milliseconds of all of these together. */
  readonly durationMs: number;
  readonly tokens: number;
}

const SELECT = `
SELECT key, sum(events)::bigint AS events, sum(errors)::bigint AS errors, sum(durations)::bigint AS durations,
  sum(duration_ms) AS "durationMs", sum(tokens)::bigint AS tokens
FROM ${COUNTED_ROWS} AS counted
GROUP BY key
ORDER BY events DESC, key
LIMIT $9`;

/** Counts by key, the most frequent first. @param limit keys at the most; default all */
export async function countByKey(
  pool: Pool,
  question: CountQuestion,
  limit?: number,
): Promise<readonly KeyCount[]> {
  const { rows } = await pool.query<KeyCount>(SELECT, [...countedValues(question), limit ?? null]);
  return rows;
}
