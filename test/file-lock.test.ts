import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AiwatchError } from '../src/errors.ts';
import { type FileLockOptions, isFileLocked, lockFile } from '../src/file-lock.ts';
import { findStartTime, identifySelf } from '../src/process-identity.ts';
import { createTemporaryFolder } from './support/temporary-folder.ts';

const lock = (file: string, options: Partial<FileLockOptions> = {}) =>
  lockFile(file, {
    lockedError: found => new AiwatchError('STORE_LOCKED', { where: file, found }),
    ...options,
  });

describe('lockFile', () => {
  test('lets one in, until that one lets go; it leaves no files behind', async () => {
    const folder = await createTemporaryFolder();
    const file = join(folder, 'lock');
    const held = await lock(file);
    await expect(lock(file)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(await readdir(folder)).toEqual(['lock']);
    await held.release();
    expect(await readdir(folder)).toEqual([]);
    await (await lock(file)).release();
  });

  test('names the process that holds it', async () => {
    const child = spawn('sleep', ['600']);
    onTestFinished(() => {
      child.kill();
    });
    const pid = child.pid!;
    const file = await lockOf({ pid, threadId: pid, startTime: findStartTime(pid) });
    await expect(lock(file)).rejects.toThrow(`found process ${pid}.`);
    expect(await isFileLocked(file)).toBe(true);
  });

  test('does not count the lock of a process that is gone', async () => {
    const child = spawn('true');
    const pid = child.pid!;
    const startTime = findStartTime(pid);
    await once(child, 'exit');
    const file = await lockOf({ pid, threadId: pid, startTime });
    expect(await isFileLocked(file)).toBe(false);
    await (await lock(file)).release();
  });

  test('does not count the lock of a process whose id another has by now', async () => {
    await (await lock(await lockOf({ startTime: 'another time' }))).release();
  });

  test.skipIf(process.platform !== 'linux')(
    'does not count the lock of a thread that is gone while its process runs',
    async () => {
      const worker = new Worker(
        `setInterval(() => {}, 60_000);
         require('node:worker_threads').parentPort.postMessage(require('node:fs').readlinkSync('/proc/thread-self'))`,
        { eval: true },
      );
      const [path] = (await once(worker, 'message')) as [string];
      const threadId = Number(path.split('/').at(-1));
      const file = await lockOf({ threadId, startTime: findStartTime(process.pid, threadId) });
      await worker.terminate();
      expect(await isFileLocked(file)).toBe(false);
      await (await lock(file)).release();
    },
  );

  test.each(['', '{', '[]', 'null', '{"pid":"1"}'])(
    'does not count a file that is broken: %j',
    async text => {
      const file = join(await createTemporaryFolder(), 'lock');
      await writeFile(file, text);
      await (await lock(file)).release();
    },
  );

  test.each([
    ['', false],
    [', where one ended in the middle of taking it over', true],
  ])('lets one of many in that find it stale at the same moment%s', async (_where, hasGuard) => {
    const file = await lockOf({ startTime: 'another time' });
    if (hasGuard) await copyFile(file, `${file}.takeover`);
    const results = await Promise.allSettled(Array.from({ length: 100 }, () => lock(file)));
    const held = results.filter(result => result.status === 'fulfilled');
    expect(held).toHaveLength(1);
    expect(await readdir(join(file, '..'))).toEqual(['lock']);
  });
});

describe('a lock whose holder cannot be seen, of another container', () => {
  test('is held as long as the holder gives signs of life', async () => {
    const file = await lockOf(ELSEWHERE);
    const heartbeat = setInterval(() => void utimes(file, new Date(), new Date()), 50);
    onTestFinished(() => clearInterval(heartbeat));
    await expect(lock(file)).rejects.toThrow('found process 1 on elsewhere.');
    expect(await isFileLocked(file)).toBe(true);
  });

  test('is waited for, and taken over when no sign of life came for as long as the lease', async () => {
    const file = await lockOf(ELSEWHERE);
    const waitedFor: string[] = [];
    const held = await lock(file, { leaseMs: 300, onWait: holder => waitedFor.push(holder) });
    expect(waitedFor).toEqual(['process 1 on elsewhere']);
    expect(await isFileLocked(file)).toBe(true);
    await held.release();
  });

  test('is taken over at the end of the lease too where the clock of the holder is ahead', async () => {
    const file = await lockOf(ELSEWHERE);
    await utimes(file, new Date(), new Date(Date.now() + 3_600_000));
    await (await lock(file, { leaseMs: 300 })).release();
  });

  test('is taken over at once where the last sign of life is long ago', async () => {
    const file = await lockOf(ELSEWHERE);
    await utimes(file, new Date(), new Date(Date.now() - 60_000));
    expect(await isFileLocked(file)).toBe(false);
    await (await lock(file, { onWait: () => expect.unreachable() })).release();
  });
});

const ELSEWHERE = { pid: 1, threadId: 1, place: 'another container', host: 'elsewhere' };

/** A lock file, of this thread where nothing else is said. */
async function lockOf(parts: object): Promise<string> {
  const file = join(await createTemporaryFolder(), 'lock');
  await writeFile(file, JSON.stringify({ ...identifySelf(), host: 'here', id: 'x', ...parts }));
  return file;
}
