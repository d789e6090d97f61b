import type { Client, Pool } from 'pg';
import { closePool, createClient, createPool, type StoreConfig } from './connection.ts';
import { createBatchWriter, type ObservableWriter } from './insert/batch-writer.ts';
import { migrate } from './migrate.ts';

/** The PostgreSQL that keeps events and what is counted of them. */
export interface Store extends ObservableWriter {
  /** What questions are given: a statement ends after 15 seconds. */
  readonly pool: Pool;
  /** For what stores, moves and keeps in order: connections of its own, which questions cannot take. */
  readonly upkeepPool: Pool;
  /** A connection of its own, not connected yet, for what lasts: listening, and locks of a session. */
  createClient(): Client;
  /** Brings the schema up to date. @returns the names of the steps that were taken */
  migrate(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What is not stored by then is in the spool, and stored at the next start. */
const CLOSE_DEADLINE_MS = 2000;

/** A question that takes longer is one that nobody waits for. */
const QUESTION_TIMEOUT_MS = 15_000;
/** Of the connections, for storing: batches side by side, the inbox, which holds one while it stores, and retention. */
const UPKEEP_CONNECTIONS = 4;
/** With fewer the inbox would wait for itself. */
const MIN_UPKEEP_CONNECTIONS = 2;

/** Opens a store; nothing is connected before it is used. */
export function openStore(config: StoreConfig): Store {
  const { pool, upkeepPool } = createPools(config);
  return {
    ...createBatchWriter(upkeepPool),
    pool,
    upkeepPool,
    createClient: () => createClient(config),
    migrate: () => migrate(upkeepPool),
    close: async () => {
      await Promise.all([pool, upkeepPool].map(each => closePool(each, CLOSE_DEADLINE_MS)));
    },
  };
}

/** Of few connections both get a half. */
function createPools({ connection, maxConnections = 10 }: StoreConfig) {
  const half = Math.max(MIN_UPKEEP_CONNECTIONS, Math.floor(maxConnections / 2));
  const upkeep = Math.min(UPKEEP_CONNECTIONS, half);
  const questions = Math.max(1, maxConnections - upkeep);
  return {
    pool: createPool({
      connection,
      maxConnections: questions,
      statementTimeoutMs: QUESTION_TIMEOUT_MS,
    }),
    upkeepPool: createPool({ connection, maxConnections: upkeep }),
  };
}
