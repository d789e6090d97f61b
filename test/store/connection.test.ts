import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closePool, createPool } from '../../src/store/connection.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { openTcpGate } from '../support/tcp-gate.ts';

const programs = await requirePrograms('postgres', 'initdb');

const DEADLINE_MS = 50;

describe.skipIf(programs.skip)('a pool whose server does not answer any more', () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  /** A pool of one connection, and whether all that it made are gone. */
  async function start(
    options: { readonly isPipelined?: boolean; readonly idleTimeoutMillis?: number } = {},
  ) {
    const url = new URL(postgresql.url);
    const gate = await openTcpGate(Number(url.port));
    url.port = String(gate.port);
    const { isPipelined = false, idleTimeoutMillis } = options;
    const connection = { connectionString: url.href, ...(idleTimeoutMillis && { idleTimeoutMillis }) };
    const pool = createPool({ connection, maxConnections: 1, isPipelined });
    const clients: Client[] = [];
    pool.on('connect', client => clients.push(client));
    return { gate, pool, areGone: () => clients.every(({ connection }) => connection.stream.destroyed) };
  }

  const failureOf = (answer: Promise<unknown>) => answer.then(String, String);

  test('is closed while its connection is idle', async () => {
    const { gate, pool, areGone } = await start();
    await pool.query('SELECT 1');
    gate.hang();
    await closePool(pool, DEADLINE_MS);
    expect(areGone()).toBe(true);
  });

  test.each([false, true])('is closed while a statement runs; pipelined: %s', async isPipelined => {
    const { gate, pool, areGone } = await start({ isPipelined });
    const client = await pool.connect();
    gate.hang();
    const failure = failureOf(client.query('SELECT 1').finally(() => client.release()));
    await closePool(pool, DEADLINE_MS);
    expect(await failure).toContain('Connection terminated');
    expect(areGone()).toBe(true);
  });

  test('is closed together with connections that it has given up before', async () => {
    const { gate, pool, areGone } = await start({ idleTimeoutMillis: 200 });
    await pool.query('SELECT 1');
    gate.hang();
    await expect.poll(() => pool.totalCount).toBe(0);
    await closePool(pool, DEADLINE_MS);
    expect(areGone()).toBe(true);
  });

  test('is closed while it connects, and cuts off what comes of it', async () => {
    const { gate, pool, areGone } = await start();
    gate.hang();
    const failure = failureOf(pool.query('SELECT pg_sleep(600)'));
    const closed = closePool(pool, 0);
    setImmediate(gate.resume);
    await closed;
    expect(await failure).toContain('Connection terminated');
    expect(areGone()).toBe(true);
  });
});
