import type { Client, Pool } from 'pg';
import { closePool, createClient, createPool, type StoreConfig } from './connection.ts';
import { type BatchWriter, createBatchWriter } from './insert/batch-writer.ts';
import { migrate } from './migrate.ts';

/** The PostgreSQL that keeps events and what is counted of them. */
export interface Store extends BatchWriter {
  /** What queries are given. */
  readonly pool: Pool;
  /** A connection of its own, not connected yet, for what lasts: listening, and locks of a session. */
  createClient(): Client;
  /** Brings the schema up to date. @returns the names of the steps that were taken */
  migrate(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What is not stored by then is in the spool, and stored at the next start. */
const CLOSE_DEADLINE_MS = 2000;

/** Opens a store; nothing is connected before it is used. */
export function openStore(config: StoreConfig): Store {
  const pool = createPool(config);
  return {
    ...createBatchWriter(pool),
    pool,
    createClient: () => createClient(config),
    migrate: () => migrate(pool),
    close: () => closePool(pool, CLOSE_DEADLINE_MS),
  };
}
