import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { findPlaces } from '../../../src/store/embedded/places.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { query, startForTest } from './started.ts';

// A new cluster waits for the disk, and others may be writing.
vi.setConfig({ testTimeout: 90_000 });

const isRoot = process.getuid?.() === 0;
const places = findPlaces();
const SYSTEM_FOLDER = '/usr/lib/postgresql/15/bin';
const hasSystem15 = existsSync(join(SYSTEM_FOLDER, 'initdb'));

/** One cluster per place that programs come from: the npm package, and an installed PostgreSQL. */
const origins = [
  {
    name: 'of the npm package',
    places: { ...places, folders: [] },
    isThere: places.packageFolder !== undefined,
  },
  {
    name: 'that is installed (15)',
    places: { packageFolder: undefined, folders: [SYSTEM_FOLDER] },
    isThere: hasSystem15,
  },
];

describe.each(origins)('PostgreSQL $name', ({ places, isThere }) => {
  test.skipIf(!isThere)('makes a cluster at the first start, and keeps its data over a restart', async () => {
    const folder = await createTemporaryFolder();
    const first = await startForTest(folder, places);
    expect(first.notices).toEqual([
      expect.stringMatching(
        /^making a PostgreSQL \d+\.\d+ cluster in .+\/postgresql\/data; this is done once$/,
      ),
      expect.stringMatching(/^PostgreSQL \d+\.\d+ runs \(process \d+\), its data is in /),
    ]);
    await query(first.connection, 'CREATE TABLE t AS SELECT 7 AS a');
    await first.stop();
    await expect(query(first.connection, 'SELECT 1')).rejects.toThrow();

    const second = await startForTest(folder, places);
    expect(await query(second.connection, 'SELECT a FROM t')).toEqual([{ a: 7 }]);
    expect(second.notices).toHaveLength(1);
    expect(second.problems).toEqual([]);
  });

  test.skipIf(!isThere)(
    'is durable, checked, in UTF-8, and reached by a private socket with a password only',
    async () => {
      const folder = await createTemporaryFolder();
      const { connection } = await startForTest(folder, places);
      expect(
        await settings(connection, ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']),
      ).toEqual({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on' });
      expect(await settings(connection, ['server_encoding', 'listen_addresses', 'TimeZone'])).toEqual({
        server_encoding: 'UTF8',
        listen_addresses: '',
        TimeZone: 'UTC',
      });
      expect((await stat(connection.host)).mode & 0o777).toBe(0o700);
      expect((await stat(join(folder, 'postgresql', 'password'))).mode & 0o777).toBe(0o600);
      await expect(query({ ...connection, password: 'wrong' }, 'SELECT 1')).rejects.toMatchObject({
        code: '28P01',
      });
    },
  );
});

describe.skipIf(places.packageFolder === undefined)('the embedded PostgreSQL', () => {
  test('is started again when it dies, which is reported; its data is there', async () => {
    const server = await startForTest(await createTemporaryFolder());
    await query(server.connection, 'CREATE TABLE t AS SELECT 7 AS a');
    const session = new pg.Client(server.connection);
    session.on('error', () => {});
    await session.connect();
    const killed = server.pid()!;
    process.kill(killed, 'SIGKILL');
    await waitUntil(async () =>
      expect(await query(server.connection, 'SELECT a FROM t')).toEqual([{ a: 7 }]),
    );
    await waitUntil(() =>
      expect(server.notices.at(-1)).toBe(`PostgreSQL runs again (process ${server.pid()})`),
    );
    expect(server.pid()).not.toBe(killed);
    expect(server.problems[0]).toMatchObject({
      code: 'STORE_SERVER_ENDED',
      message: expect.stringContaining('its end (signal SIGKILL)'),
    });
    await session.end().catch(() => {});
  });

  test('stays stopped when it is stopped while it is being started again', async () => {
    const server = await startForTest(await createTemporaryFolder());
    process.kill(server.pid()!, 'SIGKILL');
    await waitUntil(() => expect(server.problems).not.toEqual([]));
    await server.stop();
    expect(server.pid()).toBeUndefined();
    await expect(query(server.connection, 'SELECT 1')).rejects.toThrow();
  });

  test('shares its directory with no other, and frees it when it stops', async () => {
    const folder = await createTemporaryFolder();
    const first = await startForTest(folder);
    await expect(startForTest(folder)).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(await query(first.connection, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
    await first.stop();
    await startForTest(folder);
  });

  test('begins anew where the first start was cut short', async () => {
    const folder = await createTemporaryFolder();
    const unfinished = join(folder, 'postgresql', 'data.new');
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, 'PG_VERSION'), '18\n');
    const { connection } = await startForTest(folder);
    expect(await query(connection, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
    expect(existsSync(unfinished)).toBe(false);
    expect(existsSync(`${unfinished}.password`)).toBe(false);
  });

  test('has its socket elsewhere where the path would be too long, and removes it after use', async () => {
    const folder = await createTemporaryFolder();
    const dataDir = join(folder, 'a'.repeat(60), 'b'.repeat(60));
    // The folder of a test is closed to the user that PostgreSQL may run as.
    await chmod(folder, 0o711);
    const server = await startForTest(dataDir);
    expect(server.connection.host.length).toBeLessThan(80);
    expect(await query(server.connection, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
    await server.stop();
    expect(existsSync(server.connection.host)).toBe(false);
  });

  test('does not open a cluster of a version that there are no programs of', async () => {
    const folder = await createTemporaryFolder();
    await mkdir(join(folder, 'postgresql', 'data'), { recursive: true });
    await writeFile(join(folder, 'postgresql', 'data', 'PG_VERSION'), '14\n');
    await expect(startForTest(folder)).rejects.toMatchObject({
      code: 'STORE_VERSION_OTHER',
      message: expect.stringMatching(
        /programs of PostgreSQL 14.*the npm package is of version 18.*aiwatch store export/,
      ),
    });
    expect(await readdir(join(folder, 'postgresql', 'data'))).toEqual(['PG_VERSION']);
  });

  test.skipIf(!hasSystem15)(
    'opens a cluster with the programs of its own version, though others are preferred',
    async () => {
      const folder = await createTemporaryFolder();
      const old = await startForTest(folder, { packageFolder: undefined, folders: [SYSTEM_FOLDER] });
      await old.stop();
      const { version } = await startForTest(folder);
      expect(version).toMatch(/^15\./);
    },
  );

  test('asks for DATABASE_URL where there are no programs', async () => {
    const folder = await createTemporaryFolder();
    await expect(startForTest(folder, { packageFolder: undefined, folders: [folder] })).rejects.toMatchObject(
      {
        code: 'STORE_BINARIES_MISSING',
        message: expect.stringContaining('Set DATABASE_URL'),
      },
    );
  });

  test('says what PostgreSQL wrote when it does not start', async () => {
    const folder = await createTemporaryFolder();
    await (await startForTest(folder)).stop();
    await writeFile(join(folder, 'postgresql', 'data', 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(startForTest(folder)).rejects.toMatchObject({
      code: 'STORE_START_FAILED',
      message: expect.stringContaining('no_such_setting'),
    });
  });

  test.skipIf(!isRoot)(
    'runs as a user that is not root, whom nothing but the cluster belongs to',
    async () => {
      const folder = await createTemporaryFolder();
      const server = await startForTest(folder);
      const { uid } = await stat(`/proc/${server.pid()}`);
      expect(uid).not.toBe(0);
      expect((await stat(join(folder, 'postgresql', 'data'))).uid).toBe(uid);
      expect((await stat(join(folder, 'postgresql', 'password'))).uid).toBe(0);
      expect(await readFile(`/proc/${server.pid()}/environ`, 'utf8')).not.toContain('HOME=');
    },
  );

  test.skipIf(!isRoot)('says so where that user cannot reach the data directory', async () => {
    const folder = await createTemporaryFolder();
    await expect(startForTest(join(folder, 'data'))).rejects.toMatchObject({
      code: 'STORE_FOLDER_UNUSABLE',
      message: expect.stringContaining('a folder above that is closed to others'),
    });
  });
});

async function settings(
  connection: Parameters<typeof query>[0],
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const list = names.map(name => `'${name}'`).join(', ');
  const rows = await query(connection, `SELECT name, setting FROM pg_settings WHERE name IN (${list})`);
  return Object.fromEntries(
    (rows as { name: string; setting: string }[]).map(row => [row.name, row.setting]),
  );
}
