import type { PoolClient } from 'pg';
import { AIWATCH_ACTOR, appendAction } from '../audit/index.ts';
import { addDays } from '../partitions.ts';

/** How far back rows are kept, as one run of retention sees it. */
export interface Cutoff {
  /** When the run began, in Unix milliseconds. */
  readonly atMs: number;
  /** At least 1. */
  readonly retentionDays: number;
  /** UTC day before which nothing is kept. */
  readonly firstKeptDay: string;
}

/** Length of the day in an ISO 8601 time. */
const DAY_LENGTH = 10;

/** What is kept at a moment. */
export function cutoffOf(atMs: number, retentionDays: number): Cutoff {
  const today = new Date(atMs).toISOString().slice(0, DAY_LENGTH);
  return { atMs, retentionDays, firstKeptDay: addDays(today, -retentionDays) };
}

/** Appends the leaf that says which day of a table is gone; the verifier counts after that it was due. */
export async function recordDrop(
  client: PoolClient,
  { table, day }: { readonly table: string; readonly day: string },
  { atMs, retentionDays }: Cutoff,
): Promise<void> {
  await appendAction(client, {
    action: 'retention.drop',
    actor: AIWATCH_ACTOR,
    atMs,
    table,
    day,
    retentionDays,
  });
}
