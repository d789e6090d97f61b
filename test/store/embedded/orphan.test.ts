import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { stopOrphan } from '../../../src/store/embedded/orphan.ts';
import { findPlaces } from '../../../src/store/embedded/places.ts';
import { spawnPostmaster } from '../../../src/store/embedded/postmaster.ts';
import { findSystemUser } from '../../../src/store/embedded/system-user.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { query, startForTest } from './started.ts';

// A new cluster waits for the disk, and others may be writing.
vi.setConfig({ testTimeout: 90_000 });

describe('stopOrphan', () => {
  test('finds nothing where no server was, or the one that was is gone', async () => {
    const folder = await createTemporaryFolder();
    expect(await stopOrphan(pathsOf(folder))).toBeUndefined();
    const child = spawn('true');
    await once(child, 'exit');
    await writeFile(join(folder, 'postmaster.pid'), `${child.pid}\n`);
    expect(await stopOrphan(pathsOf(folder))).toBeUndefined();
  });

  test.skipIf(process.platform !== 'linux')(
    'leaves another program alone that has the process id now, and forgets the id',
    async () => {
      const folder = await createTemporaryFolder();
      const child = spawn('sleep', ['600']);
      onTestFinished(() => {
        child.kill();
      });
      await writeFile(join(folder, 'postmaster.pid'), `${child.pid}\n${folder}\n`);
      expect(await stopOrphan(pathsOf(folder))).toBeUndefined();
      expect(child.exitCode).toBeNull();
      expect(existsSync(join(folder, 'postmaster.pid'))).toBe(false);
    },
  );

  test('takes one that answers, and is none of the processes here, for that of another container', async () => {
    const folder = await createTemporaryFolder();
    const { socket } = pathsOf(folder);
    await mkdir(socket);
    const server = createServer().listen(join(socket, '.s.PGSQL.5432'));
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const file = join(folder, 'postmaster.pid');
    // This process has its id here.
    await writeFile(file, `${process.pid}\n${folder}\n`);
    await expect(stopOrphan(pathsOf(folder))).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(existsSync(file)).toBe(true);
  });

  test('ends one by force that does not listen to the first signal', async () => {
    const folder = await createTemporaryFolder();
    const child = spawn('sh', ['-c', 'trap "" INT; echo ready; while :; do sleep 0.1; done'], {
      cwd: folder,
      argv0: 'postgres',
    });
    await once(child.stdout, 'data');
    const gone = once(child, 'exit');
    await writeFile(join(folder, 'postmaster.pid'), `${child.pid}\n`);
    expect(await stopOrphan(pathsOf(folder), 200)).toBe(child.pid);
    expect(child.signalCode ?? (await gone)[1]).toBe('SIGQUIT');
  });
});

describe.skipIf(findPlaces().packageFolder === undefined)('a server that was left behind', () => {
  test('is stopped at the next start, which says so; what it had committed is there', async () => {
    const folder = await createTemporaryFolder();
    const first = await startForTest(folder);
    await first.stop();
    const data = join(folder, 'postgresql', 'data');
    const orphan = spawnPostmaster({
      binaries: { folder: first.binariesFolder, version: first.version, major: 18 },
      data,
      socketFolder: first.connection.host,
      user: findSystemUser(),
    });
    onTestFinished(() => orphan.stop(1_000));
    await waitUntil(() => query(first.connection, 'CREATE TABLE t AS SELECT 7 AS a'));
    expect(await readFile(join(data, 'postmaster.pid'), 'utf8')).toContain(`${orphan.pid}\n`);

    const second = await startForTest(folder);
    expect(orphan.end()).toBe('code 0');
    expect(second.notices[0]).toContain(`stopped PostgreSQL (process ${orphan.pid}), left behind`);
    expect(await query(second.connection, 'SELECT a FROM t')).toEqual([{ a: 7 }]);
  });
});

function pathsOf(data: string) {
  return { data, socket: join(data, 'socket') };
}
