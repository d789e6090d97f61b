import type { Pool, PoolClient } from 'pg';
import { inPipelinedTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';
import { appendBatchLeaf } from './append-batch-leaf.ts';
import { readTree } from './append-leaf.ts';
import { insertEvents } from './insert-events.ts';
import { insertRequestLogs } from './insert-request-logs.ts';
import { insertSystemMetrics } from './insert-system-metrics.ts';
import { type PreparedActivity, type PreparedBatch, prepareAgain } from './prepare-batch.ts';
import { readSketches, writeSketches } from './sketches.ts';
import { upsertRollups } from './upsert-rollups.ts';
import { upsertSessions } from './upsert-sessions.ts';
import { upsertUserDays } from './upsert-user-days.ts';

/** What became of a batch. */
export interface BatchResult {
  readonly stored: number;
  /** Events that were there already, or of a user who was erased or has refused meanwhile. */
  readonly skipped: number;
}

/** A batch that was committed: its leaf, and the records of its events, each at its place. */
export interface StoredLeaf {
  readonly leafIndex: number;
  readonly records: readonly Uint8Array[];
}

export type OnStored = (leaf: StoredLeaf) => void;

/**
 * Stores events of one UTC day, whose partitions are there, with all that is counted of them, in one transaction: each
 * is stored once, however often it is sent. First the events go in, which several servers do side by side; then one at
 * a time adds to rollups and audit trail, so that they can neither deadlock nor come in another order than they commit.
 * @param pool one that pipelines
 */
export async function storeBatch(
  pool: Pool,
  { records, samples, activity }: PreparedBatch,
  onStored: OnStored,
): Promise<BatchResult> {
  const fresh = samples === undefined ? 0 : await storeSamples(pool, samples);
  const stored = fresh + (activity === undefined ? 0 : await storeActivity(pool, activity, onStored));
  return { stored, skipped: records.length - stored };
}

async function storeSamples(pool: Pool, samples: readonly unknown[]): Promise<number> {
  return inPipelinedTransaction(pool, async client => {
    const [inserted] = await Promise.all([insertSystemMetrics(client, samples), client.query('COMMIT')]);
    return inserted;
  });
}

/** Tries again with what was new where something was not: the places in a batch have no gaps. */
async function storeActivity(pool: Pool, activity: PreparedActivity, onStored: OnStored): Promise<number> {
  const { records, events, requestLogs } = activity;
  let leafIndex = -1;
  const places = await inPipelinedTransaction(pool, async client => {
    const [inserted] = await Promise.all([
      insertEvents(client, events),
      requestLogs && insertRequestLogs(client, requestLogs),
    ]);
    if (inserted.places.length === records.length)
      leafIndex = await addCounts(client, inserted.batchId!, activity);
    else await client.query('ROLLBACK');
    return inserted.places;
  });
  if (places.length === 0) return 0;
  if (places.length < records.length) return storeActivity(pool, prepareAgain(activity, places), onStored);
  onStored({ leafIndex, records });
  return records.length;
}

/**
 * All that follows the lock goes in two steps, since everybody else waits meanwhile: what is read, and what depends on it.
 * @returns the index of the leaf of the batch
 */
async function addCounts(
  client: PoolClient,
  batchId: number,
  { rollups, userDays, sessions, sketches, seal }: PreparedActivity,
): Promise<number> {
  const [, tree, before] = await Promise.all([
    client.query({
      name: 'sequencer',
      text: 'SELECT pg_advisory_xact_lock($1)',
      values: [LOCKS.sequencer],
    }),
    readTree(client),
    readSketches(client, sketches),
    upsertRollups(client, rollups),
    userDays && upsertUserDays(client, userDays),
    sessions && upsertSessions(client, sessions),
  ]);
  const [leafIndex] = await Promise.all([
    appendBatchLeaf(client, tree, batchId, seal),
    writeSketches(client, sketches, before),
    client.query('COMMIT'),
  ]);
  return leafIndex;
}
