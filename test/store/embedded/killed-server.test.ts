import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findPlaces } from '../../../src/store/embedded/places.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { query, startForTest } from './started.ts';

// A new cluster waits for the disk, and others may be writing.
vi.setConfig({ testTimeout: 90_000 });

const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));
const source = fileURLToPath(new URL('../../../src/store/embedded/index.ts', import.meta.url));

/** A process that starts the embedded PostgreSQL, says its id, and goes on until it is killed, or its input ends. */
const PROGRAM = `
  import { runnerImport } from 'vite';
  const { module } = await runnerImport(${JSON.stringify(source)}, { root: ${JSON.stringify(projectFolder)}, logLevel: 'error' });
  const server = await module.startEmbeddedPostgresql({
    dataDir: process.env.DATA_DIR, onNotice() {}, onProblem() {},
  });
  console.log(JSON.stringify({ pid: server.pid(), connection: server.connection }));
  process.stdin.on('end', () => process.exit(3)).resume();
`;

describe.skipIf(findPlaces().packageFolder === undefined)(
  'the PostgreSQL of a process that ends unexpectedly',
  () => {
    test('of one that is killed: the next opens the directory, and everything committed is there', async () => {
      const folder = await createTemporaryFolder();
      const { child, connection } = await startProcess(folder);
      await query(connection, 'CREATE TABLE t AS SELECT 7 AS a');
      await expect(startForTest(folder)).rejects.toMatchObject({
        code: 'STORE_LOCKED',
        message: expect.stringContaining(`process ${child.pid}`),
      });
      child.kill('SIGKILL');
      await once(child, 'exit');
      const next = await startForTest(folder);
      expect(await query(next.connection, 'SELECT a FROM t')).toEqual([{ a: 7 }]);
      expect(next.problems).toEqual([]);
    });

    test('of one that exits without stopping it: it ends too', async () => {
      const { child, pid } = await startProcess(await createTemporaryFolder());
      child.stdin.end();
      await once(child, 'exit');
      await waitUntil(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
    });
  },
);

async function startProcess(dataDir: string) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: projectFolder,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { pid, connection } = JSON.parse(line) as {
    pid: number;
    connection: Parameters<typeof query>[0];
  };
  return { child, pid, connection };
}
