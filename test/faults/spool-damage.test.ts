import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { type AiwatchServer, makeToken, startAiwatch } from './aiwatch-server.ts';
import { type Load, startLoad } from './load.ts';
import { countStored, expectGaplessTrail, expectRightRollups, expectStoredOnce } from './store-check.ts';

const programs = await requirePrograms('postgres', 'initdb');
const EVENTS = 600;
/** Segments are an eighth of it, so that the events are in several. */
const SPOOL_BYTES = 2 ** 20;

/** Mounts a small disk on a folder; false where that is not allowed. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(programs.skip)('a server whose spool is damaged or full', () => {
  let postgresql: TestPostgresql;
  let folder: string;
  let databaseUrl: string;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql?.close());
  beforeEach(async () => {
    await postgresql.start();
    databaseUrl = await postgresql.createDatabase();
    folder = await createTemporaryFolder();
    await postgresql.stop();
  });

  async function start(spoolDir: string, spoolMaxBytes: number): Promise<AiwatchServer> {
    const configFile = join(folder, 'aiwatch.yml');
    await writeFile(configFile, `events:\n  spoolDir: ${spoolDir}\n  spoolMaxBytes: ${spoolMaxBytes}\n`);
    return startAiwatch({ folder, databaseUrl, configFile });
  }

  async function load(server: AiwatchServer, maxEvents: number, textBytes: number): Promise<Load> {
    const token = await makeToken(folder);
    const [connections, eventsPerRequest] = [2, 20];
    return startLoad({ url: () => server.url, token, connections, eventsPerRequest, maxEvents, textBytes });
  }

  /** A server without PostgreSQL takes events in and is killed; returns what it acknowledged, and the files. */
  async function fillSpool(spoolDir: string) {
    const server = await start(spoolDir, SPOOL_BYTES);
    const { finished, acknowledged } = await load(server, EVENTS, 200);
    await finished;
    await server.end('SIGKILL');
    const names = (await readdir(spoolDir)).toSorted();
    const paths = names.map(name => join(spoolDir, name));
    const sizes = await Promise.all(paths.map(path => stat(path)));
    const segments = paths.filter((_, i) => sizes[i]!.isFile() && sizes[i]!.size > SPOOL_BYTES / 100);
    return { acknowledged, segments };
  }

  const untilAllIsStored = (server: AiwatchServer) =>
    waitUntil(async () => expect(await server.metric('aiwatch_spool_events')).toBe(0));

  test('cuts off a record that was torn, and loses nothing else', async () => {
    const spoolDir = join(folder, 'spool');
    const { acknowledged, segments } = await fillSpool(spoolDir);
    const last = segments.at(-1)!;
    await appendFile(last, (await readFile(last)).subarray(40, 140));
    await postgresql.start();
    const server = await start(spoolDir, SPOOL_BYTES);
    await untilAllIsStored(server);
    await expectStoredOnce(databaseUrl, acknowledged);
    expect(await server.metric('aiwatch_spool_corrupt_events_total')).toBe(0);
  }, 90_000);

  test('sets a corrupt segment aside, says how many events are lost, and stores all others', async () => {
    const spoolDir = join(folder, 'spool');
    const { acknowledged, segments } = await fillSpool(spoolDir);
    expect(segments.length).toBeGreaterThan(2);
    const damaged = await readFile(segments[1]!);
    await writeFile(segments[1]!, damaged.fill(0xaa, damaged.length / 4, damaged.length / 2));
    await postgresql.start();
    const server = await start(spoolDir, SPOOL_BYTES);
    await untilAllIsStored(server);
    const lost = await server.metric('aiwatch_spool_corrupt_events_total');
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(acknowledged.size / 2);
    expect(await countStored(databaseUrl)).toBe(acknowledged.size - lost);
    expect(server.output()).toContain(`${lost} records are lost`);
    await waitUntil(async () => expect(await readdir(join(spoolDir, 'quarantine'))).toHaveLength(1));
    await expectRightRollups(databaseUrl);
    await expectGaplessTrail(databaseUrl);
  }, 90_000);

  test('refuses events with 503 while its disk is full, and takes them again when there is room', async context => {
    const spoolDir = join(folder, 'spool');
    await mkdir(spoolDir);
    if (!mountSmallDisk(spoolDir)) {
      process.stderr.write('\nSKIPPED: the test of a full disk, since no disk can be mounted here\n');
      return context.skip();
    }
    onTestFinished(() => void execFileSync('umount', ['--lazy', spoolDir]));
    const server = await start(spoolDir, 100 * SPOOL_BYTES);
    const running = await load(server, Number.POSITIVE_INFINITY, 2000);
    await waitUntil(() => expect(running.statuses.get(503)).toBeGreaterThan(0));
    expect(JSON.parse(running.lastRefusal()!.body)).toMatchObject({ error: 'SPOOL_FULL' });
    const full = running.acknowledged.size;
    await postgresql.start();
    await waitUntil(() => expect(running.acknowledged.size).toBeGreaterThan(full + 100));
    await running.stop();
    await untilAllIsStored(server);
    await expectStoredOnce(databaseUrl, running.acknowledged);
    await expectRightRollups(databaseUrl);
    expect([...running.statuses.keys()].toSorted()).toEqual([202, 503]);
  }, 90_000);
});
