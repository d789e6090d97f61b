import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type AiwatchServer, makeToken, startAiwatch } from './aiwatch-server.ts';
import { type LoadOptions, startLoad } from './load.ts';
import { countStored, expectGaplessTrail, expectRightRollups, expectStoredOnce } from './store-check.ts';

const programs = await requirePrograms('postgres', 'initdb');
/** Enough for the pauses between attempts to become as long as they get. */
const OUTAGE_MS = 60_000;
const MIB = 2 ** 20;

describe.skipIf(programs.skip)('a server whose PostgreSQL fails under load', () => {
  let postgresql: TestPostgresql;
  let folder: string;
  beforeEach(async () => {
    postgresql = await startTestPostgresql(programs);
    folder = await createTemporaryFolder();
    return () => postgresql.close();
  });

  async function start(settings = ''): Promise<AiwatchServer> {
    const configFile = join(folder, 'aiwatch.yml');
    await writeFile(configFile, settings);
    return startAiwatch({ folder, databaseUrl: postgresql.url, configFile });
  }

  async function load({ url }: AiwatchServer, options: Partial<LoadOptions> = {}) {
    const token = await makeToken(folder);
    return startLoad({
      url: () => url,
      token,
      connections: 4,
      eventsPerRequest: 20,
      pauseMs: 20,
      ...options,
    });
  }

  const untilAllIsStored = (server: AiwatchServer) =>
    waitUntil(async () => expect(await server.metric('aiwatch_spool_events')).toBe(0));

  test('takes events in until the spool is full, then refuses them with 503; afterwards all goes on by itself', async () => {
    const server = await start(`events:\n  spoolMaxBytes: ${MIB}\n`);
    const running = await load(server, { textBytes: 2000 });
    await waitUntil(async () => expect(await countStored(postgresql.url)).toBeGreaterThan(0));
    await postgresql.stop();
    const before = running.acknowledged.size;
    await Promise.all([
      sleep(OUTAGE_MS),
      waitUntil(() => expect(running.statuses.get(503)).toBeGreaterThan(0)),
    ]);
    expect(running.acknowledged.size).toBeGreaterThan(before);
    const { retryAfter, body } = running.lastRefusal()!;
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(JSON.parse(body)).toMatchObject({ error: 'SPOOL_FULL', message: expect.any(String) });
    const full = running.acknowledged.size;
    await postgresql.start();
    await waitUntil(() => expect(running.acknowledged.size).toBeGreaterThan(full));
    await running.stop();
    await untilAllIsStored(server);
    await expectStoredOnce(postgresql.url, running.acknowledged);
    await expectRightRollups(postgresql.url);
    await expectGaplessTrail(postgresql.url);
    expect([...running.statuses.keys()].toSorted()).toEqual([202, 503]);
  }, 180_000);

  test('loses nothing when PostgreSQL is killed, again and again', async () => {
    const server = await start();
    const running = await load(server);
    for (let i = 0; i < 3; i++) {
      const before = await countStored(postgresql.url);
      await waitUntil(async () => expect(await countStored(postgresql.url)).toBeGreaterThan(before));
      await postgresql.kill();
      await postgresql.start();
    }
    await running.stop();
    await untilAllIsStored(server);
    await expectStoredOnce(postgresql.url, running.acknowledged);
    await expectRightRollups(postgresql.url);
    await expectGaplessTrail(postgresql.url);
    expect([...running.statuses.keys()]).toEqual([202]);
  }, 120_000);

  test('makes its tables in an empty PostgreSQL that takes the place of the old one, and stores what waits', async () => {
    const server = await start();
    const old = await load(server);
    await waitUntil(async () => expect(await countStored(postgresql.url)).toBeGreaterThan(0));
    await old.stop();
    await postgresql.stop();
    const running = await load(server);
    await waitUntil(() => expect(running.acknowledged.size).toBeGreaterThan(100));
    await postgresql.replaceByEmpty();
    await waitUntil(async () => expect(await countStored(postgresql.url)).toBeGreaterThan(0));
    await running.stop();
    await untilAllIsStored(server);
    await expectStoredOnce(postgresql.url, running.acknowledged);
    await expectRightRollups(postgresql.url);
    await expectGaplessTrail(postgresql.url);
  }, 120_000);

  test('starts without PostgreSQL, takes events in, and stores them once it is there', async () => {
    await postgresql.stop();
    const server = await start();
    const running = await load(server);
    await waitUntil(() => expect(running.acknowledged.size).toBeGreaterThan(100));
    await running.stop();
    await postgresql.start();
    await untilAllIsStored(server);
    await expectStoredOnce(postgresql.url, running.acknowledged);
    await expectRightRollups(postgresql.url);
  }, 120_000);
});

/** Resident memory of a process. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}

describe.skipIf(programs.skip || process.platform !== 'linux')('a server whose store is slow', () => {
  const EVENTS = 200_000;
  const LOCKED_MS = 5000;
  const MAX_GROWTH_BYTES = 150 * MIB;
  let postgresql: TestPostgresql;
  beforeEach(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterEach(() => postgresql?.close());

  test(`keeps ${EVENTS} events on the disk, not in memory, while its table is locked`, async () => {
    const folder = await createTemporaryFolder();
    const server = await startAiwatch({ folder, databaseUrl: postgresql.url });
    const pid = server.child.pid!;
    const options = { url: () => server.url, token: await makeToken(folder), connections: 4 };
    await startLoad({ ...options, eventsPerRequest: 100, maxEvents: 5000 }).finished;
    const before = await residentBytes(pid);
    const locker = new pg.Client({ connectionString: postgresql.url });
    await locker.connect();
    await locker.query('BEGIN; LOCK TABLE monitoring_events IN ACCESS EXCLUSIVE MODE');
    const running = startLoad({ ...options, eventsPerRequest: 1000, maxEvents: EVENTS });
    const unlock = sleep(LOCKED_MS).then(() => locker.end());
    let most = before;
    const watch = setInterval(async () => {
      most = Math.max(most, await residentBytes(pid).catch(() => 0));
    }, 100);
    await Promise.all([running.finished, unlock]);
    clearInterval(watch);
    expect(running.acknowledged.size).toBe(EVENTS);
    expect([...running.statuses.keys()]).toEqual([202]);
    expect(most - before).toBeLessThan(MAX_GROWTH_BYTES);
  }, 120_000);
});
