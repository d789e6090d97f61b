import type { Pool, PoolClient } from 'pg';
import { inPipelinedTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';
import { appendBatchLeaf, sealBatch } from './append-batch-leaf.ts';
import { readTree } from './append-leaf.ts';
import { insertEvents } from './insert-events.ts';
import { insertRequestLogs } from './insert-request-logs.ts';
import { insertSystemMetrics } from './insert-system-metrics.ts';
import { countRollups } from './rollup-counts.ts';
import { collectSketchUpdates, readSketches, writeSketches } from './sketches.ts';
import type { StoredEvent } from './stored-event.ts';
import { upsertRollups } from './upsert-rollups.ts';
import { upsertSessions } from './upsert-sessions.ts';
import { upsertUserDays } from './upsert-user-days.ts';
import { countUsers } from './user-counts.ts';

/** What became of a batch. */
export interface BatchResult {
  readonly stored: number;
  /** Events that were there already, or of a user who was erased or has refused meanwhile. */
  readonly skipped: number;
}

/** A batch that was committed: its leaf, and its events, each at its place. */
export interface StoredLeaf {
  readonly leafIndex: number;
  readonly events: readonly StoredEvent[];
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
  events: readonly StoredEvent[],
  onStored: OnStored = () => {},
): Promise<BatchResult> {
  const samples = events.filter(({ event }) => event.type === 'system');
  const activity = sortById(events.filter(({ event }) => event.type !== 'system'));
  const fresh = await storeSamples(pool, samples);
  const stored = await storeActivity(pool, activity, onStored);
  return { stored: fresh + stored, skipped: events.length - fresh - stored };
}

async function storeSamples(pool: Pool, samples: readonly StoredEvent[]): Promise<number> {
  if (samples.length === 0) return 0;
  return inPipelinedTransaction(pool, async client => {
    const [inserted] = await Promise.all([insertSystemMetrics(client, samples), client.query('COMMIT')]);
    return inserted;
  });
}

/** Tries again with what was new where something was not: the places in a batch have no gaps. */
async function storeActivity(
  pool: Pool,
  events: readonly StoredEvent[],
  onStored: OnStored,
): Promise<number> {
  if (events.length === 0) return 0;
  let leafIndex = -1;
  const places = await inPipelinedTransaction(pool, async client => {
    const inserting = Promise.all([insertEvents(client, events), insertRequestLogs(client, events)]);
    // Counted while PostgreSQL inserts.
    const counts = countBatch(events);
    const [inserted] = await inserting;
    if (inserted.places.length === events.length)
      leafIndex = await addCounts(client, inserted.batchId!, counts);
    else await client.query('ROLLBACK');
    return inserted.places;
  });
  if (places.length === events.length) {
    onStored({ leafIndex, events });
    return events.length;
  }
  return storeActivity(
    pool,
    places.toSorted((a, b) => a - b).map(place => events[place]!),
    onStored,
  );
}

function countBatch(events: readonly StoredEvent[]) {
  return {
    events,
    rollups: countRollups(events),
    users: countUsers(events),
    sketches: collectSketchUpdates(events),
    seal: sealBatch(events),
  };
}

/**
 * All that follows the lock goes in two steps, since everybody else waits meanwhile: what is read, and what depends on it.
 * @returns the index of the leaf of the batch
 */
async function addCounts(
  client: PoolClient,
  batchId: number,
  { events, rollups, users, sketches, seal }: ReturnType<typeof countBatch>,
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
    upsertUserDays(client, users),
    upsertSessions(client, events),
  ]);
  const [leafIndex] = await Promise.all([
    appendBatchLeaf(client, tree, batchId, seal),
    writeSketches(client, sketches, before),
    client.query('COMMIT'),
  ]);
  return leafIndex;
}

/** All servers insert in one order, so that two with the same events wait for each other and never deadlock. */
function sortById(events: readonly StoredEvent[]): readonly StoredEvent[] {
  return events.toSorted((a, b) => (a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : 0));
}
