import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config/index.ts';
import { createMonitoring } from '../../src/runtime.ts';
import { issueToken, openKeyFile, openServer } from '../../src/server/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { openTcpGate } from '../support/tcp-gate.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('a server with its parts', () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  async function open(databaseUrl: string, privacy: Record<string, unknown> = {}) {
    const dataDir = await createTemporaryFolder();
    await chmod(dataDir, 0o711);
    const server = await openServer(
      parseConfig({ server: { dataDir }, store: { databaseUrl }, log: { dir: null }, privacy }),
      { onNotice: () => {}, onAlert: () => {} },
    );
    onTestFinished(() => server.close());
    return { server, dataDir };
  }

  async function connect(databaseUrl: string) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    onTestFinished(() => client.end());
    return { select: async (sql: string) => (await client.query(sql)).rows };
  }

  async function start(privacy: Record<string, unknown> = {}) {
    const databaseUrl = await postgresql.createDatabase();
    const { server, dataDir } = await open(databaseUrl, privacy);
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
    const keys = await openKeyFile(join(dataDir, 'keys', 'tokens.json'));
    const tokenOf = async (role: 'admin' | 'user' | 'service') =>
      (
        await issueToken(keys[0], {
          role,
          ttlMs: 60_000,
          userId: 'user_1',
          application: 'assistant',
          environment: 'test',
        })
      ).token;
    return { url, tokenOf, databaseUrl, ...(await connect(databaseUrl)) };
  }

  const eventsConfig = async (events: Record<string, string>, privacy: Record<string, unknown> = {}) =>
    parseConfig({
      application: { name: 'assistant', environment: 'test', instance: 'one' },
      server: { dataDir: await createTemporaryFolder() },
      events,
      privacy,
    });

  it('stores what an instrumented application does, with nothing said but where', async () => {
    const { url, tokenOf, select } = await start();
    const config = await eventsConfig({ serverUrl: url, token: await tokenOf('service') });
    const monitoring = createMonitoring({ config, systemSamples: false });
    await monitoring.runInContext({ userId: 'user_1', sessionId: 'session_1' }, async () => {
      await monitoring.observeTool('readFile', async () => 'text', { args: { path: '/a' } });
    });
    await monitoring.close();
    await expect
      .poll(() => select('SELECT event_type, user_id, session_id, source FROM monitoring_events'))
      .toEqual([
        {
          event_type: 'tool',
          user_id: 'user_1',
          session_id: 'session_1',
          source: { application: 'assistant', environment: 'test', instance: 'one' },
        },
      ]);
  });

  it('stores what an application with no more than a database puts into the inbox', async () => {
    const { select, databaseUrl } = await start();
    const monitoring = createMonitoring({
      config: await eventsConfig({ databaseUrl }),
      systemSamples: false,
    });
    monitoring.recordEvent({ type: 'own.kind', event: 'happened', data: { a: 1 }, userId: 'user_2' });
    await monitoring.close();
    await expect
      .poll(() => select('SELECT event_type, event_name, event_data, user_id FROM monitoring_events'))
      .toEqual([{ event_type: 'own.kind', event_name: 'happened', event_data: { a: 1 }, user_id: 'user_2' }]);
    expect(await select('SELECT * FROM event_inbox')).toEqual([]);
  });

  it('erases a user whom the application has made anonymous, whichever way the events came', async () => {
    const privacy = { anonymizeUsers: true, hashKey: 'the key of both' };
    const { url, tokenOf, select, databaseUrl } = await start(privacy);
    const token = await tokenOf('service');
    for (const events of [{ serverUrl: url, token }, { databaseUrl }] as const) {
      const monitoring = createMonitoring({
        config: await eventsConfig(events, privacy),
        systemSamples: false,
      });
      monitoring.recordEvent({ type: 'own.kind', userId: 'ada' });
      await monitoring.close();
    }
    const users = () => select('SELECT user_id, count(*)::int FROM monitoring_events GROUP BY user_id');
    await expect.poll(users).toEqual([{ user_id: expect.stringMatching(/^anon-[0-9a-f]{16}$/), count: 2 }]);
    const response = await fetch(`${url}/api/v1/privacy/users/ada`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await tokenOf('admin')}` },
    });
    expect(await response.json()).toMatchObject({ events: 2 });
    expect(await users()).toEqual([]);
  });

  it('keeps in its spool what an application could not deliver, for its next process', async () => {
    const { url, tokenOf, select } = await start();
    const token = await tokenOf('service');
    const config = await eventsConfig({ serverUrl: 'http://127.0.0.1:9', token });
    const first = createMonitoring({ config, systemSamples: false, log: () => {} });
    first.recordEvent({ type: 'own.kind', id: 'kept' });
    await first.close();
    const second = createMonitoring({
      config: { ...config, events: { ...config.events, serverUrl: url } },
      systemSamples: false,
    });
    await expect.poll(() => select('SELECT event_id FROM monitoring_events')).toEqual([{ event_id: 'kept' }]);
    await second.close();
  }, 60_000);

  it('is closed, though its database does not answer', async () => {
    const url = new URL(await postgresql.createDatabase());
    const gate = await openTcpGate(Number(url.port));
    url.port = String(gate.port);
    const { server } = await open(url.href);
    gate.hang();
    expect(await server.close()).toBeUndefined();
  }, 60_000);

  it('closes all else where one part fails to close', async () => {
    const databaseUrl = await postgresql.createDatabase();
    const { server } = await open(databaseUrl);
    const error = new Error('EIO');
    server.app.addHook('onClose', async () => {
      throw error;
    });
    await expect(server.close()).rejects.toBe(error);
    const { select } = await connect(databaseUrl);
    const others = `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;
    await expect.poll(() => select(others)).toEqual([{ count: 0 }]);
  });

  it('takes no events of a user, and none without a token', async () => {
    const { url, tokenOf, select } = await start();
    const post = async (headers: Record<string, string>) =>
      (
        await fetch(`${url}/api/v1/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ type: 'chat' }),
        })
      ).status;
    expect(await post({})).toBe(401);
    expect(await post({ authorization: `Bearer ${await tokenOf('user')}` })).toBe(403);
    expect(await post({ authorization: `Bearer ${await tokenOf('admin')}` })).toBe(202);
    await expect
      .poll(() => select('SELECT count(*)::int AS count FROM monitoring_events'))
      .toEqual([{ count: 1 }]);
  });
});
