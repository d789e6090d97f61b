import type { Client, Pool } from 'pg';
import { closePool, createClient, createPool, type StoreConfig } from './connection.ts';
import { createBatchWriter, type ObservableWriter } from './insert/batch-writer.ts';
import { migrate } from './migrate.ts';

/** The PostgreSQL that keeps events and what is counted of them. */
export interface Store extends ObservableWriter {
  /** What questions are given: a statement ends after 15 seconds. */
  readonly pool: Pool;
  /** For what moves and keeps in order: connections of its own, which questions cannot take. */
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
/** Of the connections: for batches that are stored side by side, and for the inbox and retention. */
const WRITING_CONNECTIONS = 3;
const UPKEEP_CONNECTIONS = 2;

/** Opens a store; nothing is connected before it is used. */
export function openStore(config: StoreConfig): Store {
  const { pool, upkeepPool, writingPool } = createPools(config);
  return {
    ...createBatchWriter(writingPool),
    pool,
    upkeepPool,
    createClient: () => createClient(config),
    migrate: () => migrate(upkeepPool),
    close: async () => {
      await Promise.all([pool, upkeepPool, writingPool].map(each => closePool(each, CLOSE_DEADLINE_MS)));
    },
  };
}

/** Of few connections questions get a third at least. Each pool has one: with fewer they would wait for each other. */
function createPools({ connection, maxConnections = 10 }: StoreConfig) {
  const third = Math.max(1, Math.floor(maxConnections / 3));
  const [writing, upkeep] = [Math.min(WRITING_CONNECTIONS, third), Math.min(UPKEEP_CONNECTIONS, third)];
  return {
    pool: createPool({
      connection,
      maxConnections: Math.max(1, maxConnections - writing - upkeep),
      statementTimeoutMs: QUESTION_TIMEOUT_MS,
    }),
    upkeepPool: createPool({ connection, maxConnections: upkeep }),
    writingPool: createPool({ connection, maxConnections: writing, isPipelined: true }),
  };
}
