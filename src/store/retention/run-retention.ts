import type { Pool } from 'pg';
import { type Clock, systemClock } from '../../clock.ts';
import { LOCKS } from '../locks.ts';
import { addDays, createPartitionKeeper } from '../partitions.ts';
import type { Store } from '../store.ts';
import { whileLocked } from '../while-locked.ts';
import { deleteRollups, deleteWithEvents } from './delete-rows.ts';
import { deleteStrayDays } from './delete-stray-days.ts';
import { type DroppedDay, dropPartitions } from './drop-partitions.ts';
import { expireActions } from './expire-actions.ts';
import { cutoffOf } from './record-drop.ts';

export interface RetentionOptions {
  /** Days that events and all that names users are kept: at least 1. */
  readonly retentionDays: number;
  /** Days that counts and the details of actions are kept: at least 1. */
  readonly rollupRetentionDays: number;
  /** @default the time of the system */
  readonly clock?: Clock | undefined;
  /** Ends the run soon: what is not deleted yet is left to the next one. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each partition that is gone. */
  readonly onDropped?: ((dropped: DroppedDay) => void) | undefined;
}

/** What a run of retention did. */
export interface RetentionResult {
  /** Partitions of a day that were dropped. */
  readonly partitions: number;
  /** Rows that were deleted elsewhere. */
  readonly rows: number;
}

/** Partitions are made so many days ahead, so that storing seldom has to. */
const DAYS_AHEAD = 3;

/**
 * Deletes what is older than it may be: whole UTC days, so that something is kept for up to a day longer. Makes the
 * partitions of the next days. Of several servers one does it at a time; the others find nothing to do. The lock is on a
 * connection of its own: of few for the upkeep it would take the only one, and the work would wait for it in vain.
 * @returns undefined where another server is at it
 */
export function runRetention(
  { upkeepPool, createClient }: Pick<Store, 'upkeepPool' | 'createClient'>,
  options: RetentionOptions,
): Promise<RetentionResult | undefined> {
  return whileLocked(createClient(), LOCKS.retention, async (_client, broken) => {
    const signal = AbortSignal.any([broken, ...(options.signal ? [options.signal] : [])]);
    const result = await cleanUp(upkeepPool, { ...options, signal });
    broken.throwIfAborted();
    return result;
  });
}

async function cleanUp(pool: Pool, options: RetentionOptions): Promise<RetentionResult> {
  const { retentionDays, rollupRetentionDays, clock = systemClock, signal, onDropped } = options;
  const nowMs = clock();
  const events = cutoffOf(nowMs, retentionDays);
  const counts = cutoffOf(nowMs, Math.max(retentionDays, rollupRetentionDays));
  const partitions = createPartitionKeeper(pool);
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
    await partitions.ensure(addDays(events.firstKeptDay, retentionDays + ahead));
  }
  let partitionsGone = 0;
  const onGone = (day: DroppedDay) => {
    partitionsGone++;
    onDropped?.(day);
  };
  await dropPartitions(pool, events, { signal, onDropped: onGone });
  let rows = await deleteStrayDays(pool, events, signal);
  rows += await deleteWithEvents(pool, events.firstKeptDay, signal);
  rows += await deleteRollups(pool, counts.firstKeptDay, signal);
  rows += await expireActions(pool, counts, signal);
  return { partitions: partitionsGone, rows };
}
