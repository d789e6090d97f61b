import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../connection.ts';
import { LOCKS } from '../locks.ts';
import { appendBatchLeaf } from './append-batch-leaf.ts';
import { insertEvents } from './insert-events.ts';
import { insertRequestLogs } from './insert-request-logs.ts';
import { insertSystemMetrics } from './insert-system-metrics.ts';
import { countRollups } from './rollup-counts.ts';
import type { StoredEvent } from './stored-event.ts';
import { updateSketches } from './update-sketches.ts';
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
  return inTransaction(pool, client => insertSystemMetrics(client, samples));
}

/** Tries again with what was new where something was not: the places in a batch have no gaps. */
async function storeActivity(
  pool: Pool,
  events: readonly StoredEvent[],
  onStored: OnStored,
): Promise<number> {
  if (events.length === 0) return 0;
  let leafIndex = -1;
  const places = await inTransaction(pool, async client => {
    const inserted = await insertEvents(client, events);
    if (inserted.places.length === events.length)
      leafIndex = await addCounts(client, inserted.batchId!, events);
    // Nothing but the events has been written yet.
    else await client.query('ROLLBACK AND CHAIN');
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

/** @returns the index of the leaf of the batch */
async function addCounts(
  client: PoolClient,
  batchId: number,
  events: readonly StoredEvent[],
): Promise<number> {
  const rollups = countRollups(events);
  const users = countUsers(events);
  await insertRequestLogs(client, events);
  await client.query({
    name: 'sequencer',
    text: 'SELECT pg_advisory_xact_lock($1)',
    values: [LOCKS.sequencer],
  });
  await upsertRollups(client, rollups);
  await upsertUserDays(client, users);
  await updateSketches(client, events);
  await upsertSessions(client, events);
  return appendBatchLeaf(client, batchId, events);
}

/** All servers insert in one order, so that two with the same events wait for each other and never deadlock. */
function sortById(events: readonly StoredEvent[]): readonly StoredEvent[] {
  return events.toSorted((a, b) => (a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : 0));
}
