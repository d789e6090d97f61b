import { Client, Pool, type PoolClient, type PoolConfig, types } from 'pg';

export interface StoreConfig {
  /** As `pg` takes it: a connection string, or the fields of one. */
  readonly connection: PoolConfig;
  /** Connections at the most. @default 10 */
  readonly maxConnections?: number;
}

const CONNECT_TIMEOUT_MS = 5000;
/** A statement that takes longer than the slowest question does hangs. */
const STATEMENT_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_DELAY_MS = 10_000;

const INT8 = 20;
const DATE = 1082;

/** Counts are numbers, since none comes near 2^53; a day stays the text that it is. */
const parsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number;
    if (oid === DATE) return (text: string) => text;
    return types.getTypeParser(oid, format as 'text');
  },
} as NonNullable<PoolConfig['types']>;

/** Opens a pool; nothing is connected before it is used. Connections that break while idle are replaced silently. */
export function createPool({ connection, maxConnections = 10 }: StoreConfig): Pool {
  const pool = new Pool({ ...buildOptions(connection), max: maxConnections });
  // Without a listener a connection that breaks while idle would end the process; whoever needs one is told then.
  pool.on('error', () => {});
  // The pool listens to idle ones only: one in use can break between two statements, and the next one fails then.
  pool.on('connect', client => client.on('error', () => {}));
  return pool;
}

/**
 * Makes a connection of its own, outside of the pool, for what lasts: listening, and locks of a session. It is not
 * connected yet; its failure is told by the events `error` and `end`.
 */
export function createClient({ connection }: StoreConfig): Client {
  const client = new Client(buildOptions(connection));
  client.on('error', () => {});
  return client;
}

function buildOptions(connection: PoolConfig): PoolConfig {
  return {
    application_name: 'aiwatch',
    ...connection,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    types: parsers,
  };
}

/** Runs statements in one transaction; what throws inside rolls it back. */
export async function inTransaction<T>(pool: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: unknown;
  try {
    await client.query('BEGIN');
    const result = await run(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    failure = error;
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    // A connection that failed may be in any state; another one is cheap.
    client.release(failure !== undefined);
  }
}
