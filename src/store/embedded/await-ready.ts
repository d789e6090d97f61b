import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Postmaster } from './postmaster.ts';
import { startError } from './start-error.ts';

/** How a client reaches the server; the options of `pg` have these names. */
export interface EmbeddedConnection {
  /** Folder of the local socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Recovery after a crash reads up to `max_wal_size`; on a slow disk that takes minutes. */
const READY_TIMEOUT_MS = 600_000;
const NOTICE_MS = 10_000;
const POLL_MS = 25;

/** Database that every cluster has. */
const FIRST_DATABASE = 'postgres';

/**
 * Waits until the server takes sessions, and makes our database if it is not there. Throws STORE_START_FAILED (and its
 * like) with the end of the server's output if it ends before.
 */
export async function awaitReady(
  where: string,
  postmaster: Postmaster,
  connection: EmbeddedConnection,
  onNotice: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const startMs = performance.now();
  let noticeMs = startMs + NOTICE_MS;
  for (;;) {
    const problem = await makeDatabase(connection).catch((error: unknown) => error);
    if (problem === undefined) return;
    const [end, nowMs] = [postmaster.end(), performance.now()];
    if (end !== undefined) throw startError(where, `a server that ended (${end})`, postmaster.output());
    if (signal.aborted || nowMs - startMs > READY_TIMEOUT_MS)
      throw startError(where, problem, postmaster.output());
    if (nowMs > noticeMs) {
      onNotice(
        `PostgreSQL is not ready yet after ${Math.round((nowMs - startMs) / 1000)} s: ${String(problem)}`,
      );
      noticeMs = nowMs + NOTICE_MS;
    }
    await sleep(POLL_MS);
  }
}

async function makeDatabase(connection: EmbeddedConnection): Promise<undefined> {
  const client = new pg.Client({ ...connection, database: FIRST_DATABASE });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      connection.database,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(connection.database)}`);
  } finally {
    await client.end().catch(() => {});
  }
}
