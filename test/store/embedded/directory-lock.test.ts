import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lockDirectory } from '../../../src/store/embedded/directory-lock.ts';
import { findStartTime } from '../../../src/store/embedded/process-identity.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

describe('lockDirectory', () => {
  test('lets one in, until that one lets go; it leaves no files behind', async () => {
    const folder = await createTemporaryFolder();
    const file = join(folder, 'lock');
    const lock = await lockDirectory(file);
    await expect(lockDirectory(file)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(await readdir(folder)).toEqual(['lock']);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
    await (await lockDirectory(file)).release();
  });

  test('names the process that holds it', async () => {
    const child = spawn('sleep', ['600']);
    onTestFinished(() => {
      child.kill();
    });
    const file = await lockOf(child.pid!, findStartTime(child.pid!));
    await expect(lockDirectory(file)).rejects.toThrow(`found process ${child.pid}.`);
  });

  test('does not count the lock of a process that is gone', async () => {
    const child = spawn('true');
    const startTime = findStartTime(child.pid!);
    await once(child, 'exit');
    const lock = await lockDirectory(await lockOf(child.pid!, startTime));
    await lock.release();
  });

  test('does not count the lock of a process whose id another has by now', async () => {
    const lock = await lockDirectory(await lockOf(process.pid, 'another time'));
    await lock.release();
  });

  test.each(['', '{', '[]', 'null', '{"pid":"1"}'])(
    'does not count a file that is broken: %j',
    async text => {
      const file = join(await createTemporaryFolder(), 'lock');
      await writeFile(file, text);
      await (await lockDirectory(file)).release();
    },
  );

  test('lets one of many in that find it stale at the same moment', async () => {
    const file = await lockOf(process.pid, 'another time');
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(file)));
    const held = results.filter(result => result.status === 'fulfilled');
    expect(held).toHaveLength(1);
    expect(await readdir(join(file, '..'))).toEqual(['lock']);
  });
});

async function lockOf(pid: number, startTime: string | undefined): Promise<string> {
  const file = join(await createTemporaryFolder(), 'lock');
  await writeFile(file, JSON.stringify({ pid, startTime, nonce: 'n' }));
  return file;
}
