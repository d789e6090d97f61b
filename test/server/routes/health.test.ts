import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HealthPart, HealthReport } from '../../../src/api/health.ts';
import { startServer } from '../../support/http-server.ts';
import { parseExposition, sampleValue } from '../../support/parse-exposition.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { requirePrograms } from '../../support/servers.ts';
import { openTcpGate } from '../../support/tcp-gate.ts';
import { ASKERS, type Asker, startRunningServer } from './running-server.ts';

const programs = await requirePrograms('postgres', 'initdb');
const PATIENCE = { timeout: 30_000, interval: 250 };

/** Every route of health, and who may ask. */
const ROUTES: Readonly<Record<string, readonly Asker[]>> = {
  '/health': ASKERS,
  '/health/live': ASKERS,
  '/health/ready': ASKERS,
  '/debug/health-quick': ['admin'],
  '/api/v1/health': ['admin'],
};

describe.skipIf(programs.skip)('the health of the server', { timeout: 90_000 }, () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  /** A server that reaches its database by a way that can hang, and asks these services. */
  const start = async (services: readonly object[] = []) => {
    const databaseUrl = await postgresql.createDatabase();
    const url = new URL(databaseUrl);
    const gate = await openTcpGate(Number(url.port));
    url.port = String(gate.port);
    const server = await startRunningServer(url.href, { health: { services } });
    const report = async () => (await server.get('/api/v1/health')).body as HealthReport;
    const partOf = async (name: string) => (await report()).parts.find(part => part.name === name);
    const statusOf = async (name: string) => (await partOf(name))?.status;
    return { ...server, gate, databaseUrl, report, partOf, statusOf };
  };

  test('is told to whom the table has it', async () => {
    const { get } = await start();
    await expect.poll(async () => (await get('/health/ready')).status, PATIENCE).toBe(200);
    for (const [path, allowed] of Object.entries(ROUTES)) {
      for (const asker of ASKERS) {
        const { status } = await get(path, asker);
        const refused = asker === 'nobody' ? 401 : 403;
        expect(status, `${path} ${asker}`).toBe(allowed.includes(asker) ? 200 : refused);
      }
    }
    for (const path of ['/health', '/health/live']) {
      expect((await get(path, 'nobody')).body).toEqual({ status: 'healthy', uptime: expect.any(Number) });
    }
    expect((await get('/health/ready', 'nobody')).body).toEqual({ ready: true, problems: [] });
  });

  test('has all its parts, each application by itself, and is shown as metrics', async () => {
    const model = await startServer((_request, response) => response.writeHead(401).end());
    const { report, post, url, statusOf } = await start([
      { name: 'model', url: `http://127.0.0.1:${model.port}/`, kind: 'ai_provider' },
    ]);
    const lights = async () =>
      (await report()).parts.map(({ name, kind, color }) => [name, kind, color] as const);
    await expect.poll(lights, PATIENCE).toEqual([
      ['database', 'database', 'green'],
      ['schema', 'database', 'green'],
      ['spool', 'server', 'green'],
      ['memory', 'server', 'green'],
      ['audit', 'server', 'green'],
      ['applications', 'bot', 'green'],
      ['model', 'ai_provider', 'green'],
    ]);
    const { parts, uptime, timestamp } = await report();
    expect([uptime, Date.parse(timestamp)]).toEqual([expect.any(Number), expect.any(Number)]);
    for (const { lastCheck, responseTime } of parts) {
      expect(Date.parse(lastCheck!)).toBeGreaterThan(0);
      expect(responseTime).toBeGreaterThanOrEqual(0);
    }
    expect(parts.find(({ name }) => name === 'model')?.details).toEqual({ statusCode: 401 });

    expect((await post('/api/v1/events', { type: 'chat' }, 'service')).status).toBe(202);
    await expect.poll(() => statusOf('shop'), { ...PATIENCE, timeout: 60_000 }).toBe('healthy');
    const bot = (await report()).parts.find(({ kind }) => kind === 'bot');
    expect(bot).toMatchObject({ name: 'shop', details: { lastEventAt: expect.any(String), isExact: true } });

    const text = await (await fetch(`${url}/metrics`, { headers: { accept: 'text/plain' } })).text();
    const families = parseExposition(text, { format: 'text' });
    const labels = { check: 'database', status: 'healthy' };
    expect(sampleValue(families, 'health_check_status', labels)).toBe(1);
  });

  test('is answered quickly from the last results while database and service hang, and goes red in time', async () => {
    const hanging = await startServer(() => {});
    const { get, gate, statusOf } = await start([
      { name: 'search', url: `http://127.0.0.1:${hanging.port}/` },
    ]);
    await expect.poll(() => statusOf('database'), PATIENCE).toBe('healthy');
    gate.hang();
    const { status, body } = await get('/debug/health-quick');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      database: {
        status: 'degraded',
        color: 'yellow',
        lastCheck: expect.any(String),
        error: 'no answer within 50 ms',
      },
      memory: { status: 'healthy', details: { residentMb: expect.any(Number) } },
      services: [{ name: 'search', kind: 'outside_api' }],
      uptime: expect.any(Number),
    });
    const quickStatus = async () => {
      const { body: later } = await get('/debug/health-quick');
      return [later.status, later.database, ...later.services].map((part: HealthPart | string) =>
        typeof part === 'string' ? part : part.status,
      );
    };
    await expect.poll(quickStatus, PATIENCE).toEqual(['unhealthy', 'unhealthy', 'unhealthy']);
    expect((await get('/health', 'nobody')).status).toBe(200);
    expect((await get('/health/ready', 'nobody')).status).toBe(200);
    gate.resume();
    await expect.poll(() => statusOf('database'), PATIENCE).toBe('healthy');
  });

  test('is not ready without the tables of the store, and says so', async () => {
    const { get, databaseUrl, partOf } = await start();
    await expect.poll(async () => (await get('/health/ready')).status, PATIENCE).toBe(200);
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query('ALTER TABLE aiwatch_schema RENAME TO hidden');
    await expect.poll(async () => (await get('/health/ready', 'nobody')).status, PATIENCE).toBe(503);
    expect((await get('/health/ready', 'nobody')).body).toEqual({
      ready: false,
      problems: ['schema: the tables of aiwatch are missing'],
    });
    expect(await partOf('schema')).toMatchObject({ color: 'red', details: { version: 0 } });
    await client.query('ALTER TABLE hidden RENAME TO aiwatch_schema');
    await client.end();
    await expect.poll(async () => (await get('/health/ready')).status, PATIENCE).toBe(200);
  });
});
