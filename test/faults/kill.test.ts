import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { SUPERUSER } from '../../src/store/embedded/create-cluster.ts';
import { SOCKET_PORT } from '../../src/store/embedded/settings.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type AiwatchServer, type AiwatchServerOptions, makeToken, startAiwatch } from './aiwatch-server.ts';
import { type Load, startLoad } from './load.ts';
import { expectGaplessTrail, expectRightRollups, expectStoredOnce } from './store-check.ts';

const programs = await requirePrograms('postgres', 'initdb');
const KILLS = 20;
const KILLS_EMBEDDED = 5;
/** Long enough for some batches to be stored, short enough for some not to be. */
const LIFE_MS = 700;

/** Kills a server under load again and again, at any moment; returns the one that runs at the end, when it is quiet. */
async function killUnderLoad(options: AiwatchServerOptions, kills: number): Promise<[AiwatchServer, Load]> {
  let server: AiwatchServer | undefined = await startAiwatch(options);
  const token = await makeToken(options.folder);
  const load = startLoad({
    url: () => server?.url,
    token,
    connections: 4,
    eventsPerRequest: 20,
    pauseMs: 5,
  });
  for (let kill = 0; kill < kills; kill++) {
    const before = load.acknowledged.size;
    await waitUntil(() => expect(load.acknowledged.size).toBeGreaterThan(before));
    await sleep(Math.random() * LIFE_MS);
    const { end } = server;
    server = undefined;
    await end('SIGKILL');
    server = await startAiwatch(options);
  }
  await load.stop();
  const last = server;
  await waitUntil(async () => expect(await last.metric('aiwatch_spool_events')).toBe(0));
  return [last, load];
}

const clusterFile = (folder: string, name: string) =>
  readFile(join(folder, 'data/postgresql', name), 'utf8').catch(() => '');

/** The process of a server's own PostgreSQL; 0 where none is there. */
const postmasterOf = async (folder: string) =>
  Number((await clusterFile(folder, 'data/postmaster.pid')).split('\n')[0]);

/** The PostgreSQL of a killed server goes on, until the next one takes it over. */
async function endOrphan(folder: string): Promise<void> {
  const pid = await postmasterOf(folder);
  if (pid > 1) process.kill(pid, 'SIGINT');
}

/** How the PostgreSQL of a server is reached: the fifth line of its file is the folder of its socket. */
async function ownDatabase(folder: string): Promise<ClientConfig> {
  const host = (await clusterFile(folder, 'data/postmaster.pid')).split('\n')[4]!;
  const password = (await clusterFile(folder, 'password')).trim();
  return { host, port: SOCKET_PORT, user: SUPERUSER, password, database: 'aiwatch' };
}

describe.skipIf(programs.skip)('a server that is killed (SIGKILL) under load', () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs, { fsync: true });
  });
  afterAll(() => postgresql?.close());

  test(`${KILLS} times: each acknowledged event is stored once, and counted and sealed once`, async () => {
    const databaseUrl = await postgresql.createDatabase();
    const folder = await createTemporaryFolder();
    const [server, load] = await killUnderLoad({ folder, databaseUrl }, KILLS);
    expect(load.acknowledged.size).toBeGreaterThan(KILLS * 20);
    await expectStoredOnce(databaseUrl, load.acknowledged);
    await expectRightRollups(databaseUrl);
    await expectGaplessTrail(databaseUrl);
    expect(await server.metric('aiwatch_spool_corrupt_events_total')).toBe(0);
    expect(await server.end('SIGTERM')).toEqual([0, null]);
  }, 300_000);
});

test(`a server with a PostgreSQL of its own, killed ${KILLS_EMBEDDED} times under load, loses nothing and stores nothing twice`, async () => {
  const folder = await createTemporaryFolder();
  // PostgreSQL of a root runs as somebody else, who has to get there.
  await chmod(folder, 0o755);
  onTestFinished(() => endOrphan(folder));
  const [server, load] = await killUnderLoad({ folder }, KILLS_EMBEDDED);
  expect(load.acknowledged.size).toBeGreaterThan(KILLS_EMBEDDED * 20);
  const database = await ownDatabase(folder);
  await expectStoredOnce(database, load.acknowledged);
  await expectRightRollups(database);
  await expectGaplessTrail(database);
  expect(await server.end('SIGTERM')).toEqual([0, null]);
}, 120_000);

test(`a server whose own PostgreSQL is killed ${KILLS_EMBEDDED} times under load goes on by itself, and loses nothing`, async () => {
  const folder = await createTemporaryFolder();
  await chmod(folder, 0o755);
  onTestFinished(() => endOrphan(folder));
  const server = await startAiwatch({ folder });
  const token = await makeToken(folder);
  const load = startLoad({ url: () => server.url, token, connections: 4, eventsPerRequest: 20, pauseMs: 20 });
  for (let kill = 0; kill < KILLS_EMBEDDED; kill++) {
    const stored = await server.metric('aiwatch_events_stored_total');
    await waitUntil(async () =>
      expect(await server.metric('aiwatch_events_stored_total')).toBeGreaterThan(stored),
    );
    const pid = await postmasterOf(folder);
    expect(pid).toBeGreaterThan(1);
    process.kill(pid, 'SIGKILL');
    const acknowledged = load.acknowledged.size;
    await waitUntil(() => expect(load.acknowledged.size).toBeGreaterThan(acknowledged));
    await waitUntil(async () => expect([0, pid]).not.toContain(await postmasterOf(folder)));
  }
  await load.stop();
  await waitUntil(async () => expect(await server.metric('aiwatch_spool_events')).toBe(0));
  const database = await ownDatabase(folder);
  await expectStoredOnce(database, load.acknowledged);
  await expectRightRollups(database);
  await expectGaplessTrail(database);
  expect([...load.statuses.keys()]).toEqual([202]);
  expect(await server.end('SIGTERM')).toEqual([0, null]);
}, 180_000);
