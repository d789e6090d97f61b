import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type AiwatchServer, makeToken, startAiwatch } from './aiwatch-server.ts';
import { startLoad } from './load.ts';
import {
  countStored,
  expectGaplessTrail,
  expectRightRollups,
  expectStoredOnce,
  select,
} from './store-check.ts';

const programs = await requirePrograms('postgres', 'initdb');
const DEADLOCKS = 'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()';

describe.skipIf(programs.skip)('servers under load', () => {
  let postgresql: TestPostgresql;
  let databaseUrl: string;
  let folder: string;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql?.close());
  beforeEach(async () => {
    databaseUrl = await postgresql.createDatabase();
    folder = await createTemporaryFolder();
  });

  const loadOn = async (server: AiwatchServer, of = folder, idOf?: (number: number) => string) =>
    startLoad({
      url: () => server.url,
      token: await makeToken(of),
      connections: 4,
      eventsPerRequest: 20,
      pauseMs: 20,
      ...(idOf && { idOf }),
    });
  const untilAllIsStored = (server: AiwatchServer) =>
    waitUntil(async () => expect(await server.metric('aiwatch_spool_events')).toBe(0));
  const lockTable = async () => {
    const locker = new pg.Client({ connectionString: databaseUrl });
    locker.on('error', () => {});
    onTestFinished(() => locker.end());
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE monitoring_events IN ACCESS EXCLUSIVE MODE');
    return locker;
  };

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'end cleanly at %s: nothing acknowledged is lost',
    async signal => {
      const server = await startAiwatch({ folder, databaseUrl });
      const load = await loadOn(server);
      await waitUntil(async () => expect(await countStored(databaseUrl)).toBeGreaterThan(0));
      expect(await server.end(signal)).toEqual([0, null]);
      expect(server.output()).toContain('aiwatch: stopped');
      await load.stop();
      await untilAllIsStored(await startAiwatch({ folder, databaseUrl }));
      await expectStoredOnce(databaseUrl, load.acknowledged);
      await expectGaplessTrail(databaseUrl);
    },
    90_000,
  );

  test('end cleanly though a table is locked; what waits is stored after the next start', async () => {
    const server = await startAiwatch({ folder, databaseUrl });
    const load = await loadOn(server);
    const locker = await lockTable();
    await waitUntil(() => expect(load.acknowledged.size).toBeGreaterThan(100));
    expect(await server.end('SIGTERM')).toEqual([0, null]);
    await load.stop();
    await locker.query('ROLLBACK');
    await untilAllIsStored(await startAiwatch({ folder, databaseUrl }));
    await expectStoredOnce(databaseUrl, load.acknowledged);
    await expectRightRollups(databaseUrl);
  }, 90_000);

  test('end at once at a second signal', async () => {
    const server = await startAiwatch({ folder, databaseUrl });
    const load = await loadOn(server);
    await lockTable();
    await waitUntil(() => expect(load.acknowledged.size).toBeGreaterThan(100));
    server.child.kill('SIGTERM');
    await waitUntil(() => expect(fetch(`${server.url}/health`)).rejects.toThrow());
    expect(await server.end('SIGINT')).toEqual([null, 'SIGINT']);
    await load.stop();
  }, 90_000);

  test('share a database: no deadlock, and an event that is sent to both is stored once', async () => {
    const folders = [join(folder, 'a'), join(folder, 'b')] as const;
    const servers = await Promise.all(folders.map(of => startAiwatch({ folder: of, databaseUrl })));
    const loads = await Promise.all(
      servers.map((server, i) => loadOn(server, folders[i]!, number => `shared_${number}`)),
    );
    for (const { acknowledged } of loads)
      await waitUntil(() => expect(acknowledged.size).toBeGreaterThan(4000));
    for (const load of loads) await load.stop();
    for (const server of servers) await untilAllIsStored(server);
    for (const { acknowledged } of loads) await expectStoredOnce(databaseUrl, acknowledged);
    await expectRightRollups(databaseUrl);
    await expectGaplessTrail(databaseUrl);
    expect(await select(databaseUrl, DEADLOCKS)).toEqual([{ deadlocks: 0 }]);
    for (const { metric } of servers) expect(await metric('aiwatch_store_failures_total')).toBe(0);
  }, 90_000);
});
