import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool, type PoolClient, type PoolConfig, types } from 'pg';

export interface StoreConfig {
  /** As `pg` takes it: a connection string, or the fields of one. */
  readonly connection: PoolConfig;
  /** Connections at the most. @default 10 */
  readonly maxConnections?: number;
}

export interface PoolOptions extends StoreConfig {
  /** @default 60,000 */
  readonly statementTimeoutMs?: number;
  /** Whether connections send statements without waiting for the answers to those before. @default false */
  readonly isPipelined?: boolean;
}

const CONNECT_TIMEOUT_MS = 5000;
/** A statement that takes longer than the slowest work does hangs. */
const STATEMENT_TIMEOUT_MS = 60_000;
/** This much beyond, the server itself does not answer: it is stopped, or cut off without a word. */
const ANSWER_DELAY_MS = 5000;
/** What `pg` says then. */
const ANSWER_TIMEOUT_MESSAGE = 'Query read timeout';
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

/** The open connections of each pool. */
const clientsOf = new WeakMap<Pool, Set<PoolClient>>();

/** Opens a pool; nothing is connected before it is used. Connections that break while idle are replaced silently. */
export function createPool(options: PoolOptions): Pool {
  const { connection, maxConnections = 10, statementTimeoutMs, isPipelined: pipeline = false } = options;
  const pool = new Pool({ ...buildOptions(connection, statementTimeoutMs), pipeline, max: maxConnections });
  // Without a listener a connection that breaks while idle would end the process; whoever needs one is told then.
  pool.on('error', () => {});
  // The same for one that breaks while a transaction has it: the statement that runs, or the next one, fails by itself.
  const clients = new Set<PoolClient>();
  clientsOf.set(pool, clients);
  pool.on('connect', client => {
    clients.add(client);
    client.on('error', () => {});
  });
  pool.on('remove', client => clients.delete(client));
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

function buildOptions(connection: PoolConfig, statementTimeoutMs = STATEMENT_TIMEOUT_MS): PoolConfig {
  return {
    application_name: 'aiwatch',
    ...connection,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + ANSWER_DELAY_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    types: parsers,
  };
}

/** Ends a connection at once, without a word: what waits for an answer on it fails. */
export function cutOff(client: Client): void {
  client.connection.stream.destroy();
}

/**
 * Closes a pool. Statements that run have that long to end, and the server to let the connections go; then they are cut
 * off, and the server, where it still works, rolls back.
 */
export async function closePool(pool: Pool, deadlineMs: number): Promise<void> {
  const clients = clientsOf.get(pool) ?? new Set();
  const ended = pool.end();
  const gone = ended.then(() => Promise.all([...clients].map(isGone)));
  await Promise.race([gone, sleep(deadlineMs, undefined, { ref: false })]);
  for (const client of clients) cutOff(client);
  // What is being connected still has its statement to send.
  pool.on('connect', cutOff);
  await ended;
}

function isGone(client: Client): Promise<void> {
  return new Promise(resolve => client.once('end', resolve));
}

/** Runs statements in one transaction; what throws inside rolls it back. */
export async function inTransaction<T>(pool: Pool, run: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isUsable = true;
  try {
    await client.query('BEGIN');
    const result = await run(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    isUsable = await rollBack(client, error);
    throw error;
  } finally {
    client.release(!isUsable);
  }
}

/**
 * Runs statements in one transaction of a pool that pipelines. They go out as they are made, and `run` ends the
 * transaction itself, by COMMIT or ROLLBACK, together with its last ones: each wait for an answer is one that everybody
 * waits who needs the same lock. After one that fails PostgreSQL refuses all others, and a COMMIT rolls back.
 */
export async function inPipelinedTransaction<T>(
  pool: Pool,
  run: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isUsable = true;
  try {
    const [, result] = await Promise.all([client.query('BEGIN'), run(client)]);
    return result;
  } catch (error) {
    isUsable = await rollBack(client, error);
    throw error;
  } finally {
    client.release(!isUsable);
  }
}

/** Whether the connection is as it was before. One on which the server did not answer may be in any state. */
async function rollBack(client: PoolClient, error: unknown): Promise<boolean> {
  if (error instanceof Error && error.message === ANSWER_TIMEOUT_MESSAGE) return false;
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}
