import type { Pool } from 'pg';
import { createUuidV7, UUID_PATTERN } from '../../ids.ts';
import { migrate } from '../migrate.ts';
import { createPartitionKeeper } from '../partitions.ts';
import { classifyFailure } from '../sql-errors.ts';
import { insertDeadLetter } from './dead-letters.ts';
import { type BatchResult, type OnStored, storeBatch } from './store-batch.ts';
import { dayOf, parseRecord, type StoredEvent } from './stored-event.ts';

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

/** A record that could be read, as it arrived. */
interface ReadableRecord extends StoredEvent {
  readonly record: Uint8Array;
}

const NOTHING: WriteResult = { stored: 0, skipped: 0, refused: 0 };

/** The schema is made anew where the database is another one than before. */
export function createBatchWriter(pool: Pool): ObservableWriter {
  const partitions = createPartitionKeeper(pool);
  const listeners = new Set<OnStored>();
  const tell: OnStored = leaf => {
    for (const listener of listeners) listener(leaf);
  };

  const storeDay = async (day: string, events: readonly ReadableRecord[]): Promise<WriteResult> => {
    try {
      await partitions.ensure(day);
      return { ...(await storeBatch(pool, events, tell)), refused: 0 };
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure === 'schema' && (await migrate(pool)).length > 0) {
        partitions.forget();
        return storeDay(day, events);
      }
      // Another server, or another batch of this one, has made the tables meanwhile.
      if (failure === 'schema') partitions.forget();
      if (failure !== 'data') throw error;
      return isolate(day, events, error);
    }
  };

  /** Halves a batch until the event is alone that cannot be stored. */
  const isolate = async (
    day: string,
    events: readonly ReadableRecord[],
    error: unknown,
  ): Promise<WriteResult> => {
    const [first, ...others] = events;
    if (first !== undefined && others.length === 0) {
      const { rowId, record, event } = first;
      const { userId, type: eventType, timestamp } = event;
      await insertDeadLetter(pool, { rowId, userId, eventType, record, error, timestamp });
      return { ...NOTHING, refused: 1 };
    }
    const middle = Math.ceil(events.length / 2);
    return sum([await storeDay(day, events.slice(0, middle)), await storeDay(day, events.slice(middle))]);
  };

  return {
    onStored: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write: async records => {
      const { days, broken } = readRecords(records);
      const results: WriteResult[] = [];
      for (const [day, events] of days) results.push(await storeDay(day, events));
      for (const { record, error } of broken) {
        await insertDeadLetter(pool, {
          rowId: rowIdOf(record),
          userId: null,
          eventType: null,
          record,
          error,
        });
      }
      return sum([...results, { ...NOTHING, refused: broken.length }]);
    },
  };
}

function readRecords(records: readonly Uint8Array[]) {
  const days = new Map<string, ReadableRecord[]>();
  const broken: { record: Uint8Array; error: unknown }[] = [];
  for (const record of records) {
    try {
      const event = { ...parseRecord(record), record };
      const day = dayOf(event.event);
      const sameDay = days.get(day);
      if (sameDay === undefined) days.set(day, [event]);
      else sameDay.push(event);
    } catch (error) {
      broken.push({ record, error });
    }
  }
  return { days, broken };
}

/** The row id of a record whose event cannot be read; the same for the same record, if it has one. */
function rowIdOf(record: Uint8Array): string {
  const id = Buffer.from(record).toString('latin1', 0, 36);
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
