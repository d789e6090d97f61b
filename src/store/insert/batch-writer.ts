import type { Pool } from 'pg';
import { ROW_ID_LENGTH } from '../../events/index.ts';
import { createUuidV7, UUID_PATTERN } from '../../ids.ts';
import { migrate } from '../migrate.ts';
import { createPartitionKeeper } from '../partitions.ts';
import { classifyFailure } from '../sql-errors.ts';
import { insertDeadLetter, type RefusedRecord } from './dead-letters.ts';
import { type PreparedBatch, prepareBatches } from './prepare-batch.ts';
import { type BatchResult, type OnStored, storeBatch } from './store-batch.ts';
import { parseRecord } from './stored-event.ts';

/** What became of a number of records; together they are all of them. */
export interface WriteResult extends BatchResult {
  /** Put aside as dead letters. */
  readonly refused: number;
}

/** Writes records of a spool into the store. */
export interface BatchWriter {
  /**
   * Stores each record exactly once, or puts it aside as a dead letter. Throws where the database cannot be reached or
   * is not well: then the same records are to be written again later. Of two calls that run at once each is on its own.
   */
  write(records: readonly Uint8Array[]): Promise<WriteResult>;
}

/** A writer that can be listened to. */
export interface ObservableWriter extends BatchWriter {
  /** Has somebody told of each batch right after its commit, in no order. The listener never throws. @returns ends it */
  onStored(listener: OnStored): () => void;
}

const NOTHING: WriteResult = { stored: 0, skipped: 0, refused: 0 };

/** The schema is made anew where the database is another one than before. */
export function createBatchWriter(pool: Pool): ObservableWriter {
  const partitions = createPartitionKeeper(pool);
  const listeners = new Set<OnStored>();
  const tell: OnStored = leaf => {
    for (const listener of listeners) listener(leaf);
  };

  const storeDay = async (batch: PreparedBatch): Promise<WriteResult> => {
    try {
      await partitions.ensure(batch.day);
      return { ...(await storeBatch(pool, batch, tell)), refused: 0 };
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure === 'schema' && (await migrate(pool)).length > 0) {
        partitions.forget();
        return storeDay(batch);
      }
      // Another server, or another batch of this one, has made the tables meanwhile.
      if (failure === 'schema') partitions.forget();
      if (failure !== 'data') throw error;
      return isolate(batch.records, error);
    }
  };

  /** Halves a batch until the event is alone that cannot be stored. */
  const isolate = async (records: readonly Uint8Array[], error: unknown): Promise<WriteResult> => {
    if (records.length === 1) return putAside(records[0]!, error);
    const middle = Math.ceil(records.length / 2);
    return sum([await write(records.slice(0, middle)), await write(records.slice(middle))]);
  };

  const putAside = async (record: Uint8Array, error: unknown): Promise<WriteResult> => {
    await insertDeadLetter(pool, { ...describeRecord(record), record, error });
    return { ...NOTHING, refused: 1 };
  };

  const write = async (records: readonly Uint8Array[]): Promise<WriteResult> => {
    const prepared = prepare(records);
    if ('error' in prepared) return isolate(records, prepared.error);
    const { batches, broken } = prepared;
    const results: WriteResult[] = [];
    for (const batch of batches) results.push(await storeDay(batch));
    for (const { record, error } of broken) results.push(await putAside(record, error));
    return sum(results);
  };

  return {
    onStored: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write,
  };
}

/** One event that no statement can be given keeps all from being prepared. */
function prepare(records: readonly Uint8Array[]): ReturnType<typeof prepareBatches> | { error: unknown } {
  try {
    return prepareBatches(records);
  } catch (error) {
    return { error };
  }
}

/** What a dead letter says of its event, as far as it can be read. */
function describeRecord(record: Uint8Array): Omit<RefusedRecord, 'record' | 'error'> {
  try {
    const { rowId, event } = parseRecord(record);
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    const timestamp = text(event.timestamp) ?? undefined;
    return { rowId, userId: text(event.userId), eventType: text(event.type), timestamp };
  } catch {
    return { rowId: rowIdOf(record), userId: null, eventType: null };
  }
}

/** The row id of a record whose event cannot be read; the same for the same record, if it has one. */
function rowIdOf(record: Uint8Array): string {
  const id = Buffer.from(record).toString('latin1', 0, ROW_ID_LENGTH);
  return UUID_PATTERN.test(id) ? id : createUuidV7(Date.now());
}

function sum(results: readonly WriteResult[]): WriteResult {
  return results.reduce(
    (total, { stored, skipped, refused }) => ({
      stored: total.stored + stored,
      skipped: total.skipped + skipped,
      refused: total.refused + refused,
    }),
    NOTHING,
  );
}
