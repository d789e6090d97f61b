import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runInContext } from '../../../src/events/index.ts';
import { createLogger } from '../../../src/runtime/logging/index.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

async function readLines(dir: string): Promise<readonly Record<string, unknown>[]> {
  const files = (await readdir(dir)).sort();
  const texts = await Promise.all(files.map(file => readFile(join(dir, file), 'utf8')));
  return texts
    .join('')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}

describe('the log', () => {
  it('writes a line of JSON each, with time, level, context and message', async () => {
    const dir = join(await createTemporaryFolder(), 'logs');
    const log = await createLogger({ dir, isOnConsole: false });
    runInContext({ requestId: 'r1', userId: 'ada' }, () => log.logger.info({ path: '/x' }, 'hello'));
    log.logger.debug('not this one');
    await log.close();
    const [line, ...more] = await readLines(dir);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ level: 'info', msg: 'hello', path: '/x', requestId: 'r1', userId: 'ada' });
    expect(new Date(String(line!['time'])).toISOString()).toBe(line!['time']);
  });

  it('begins a new file when one is full, and keeps as many as it is told', async () => {
    const dir = join(await createTemporaryFolder(), 'logs');
    const log = await createLogger({ dir, isOnConsole: false, fileSizeBytes: 2000, fileCount: 3 });
    for (let i = 0; i < 30; i++) {
      log.logger.info({ i, filler: 'x'.repeat(500) }, 'line');
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await log.close();
    await expect.poll(async () => (await readdir(dir)).length).toBe(3);
    const files = await Promise.all((await readdir(dir)).map(file => stat(join(dir, file))));
    for (const { size } of files) expect(size).toBeLessThan(4000);
    // Each of them, and their folder, is for its owner only.
    expect(files.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect((await readLines(dir)).some(({ i }) => i === 29)).toBe(true);
  });

  it('tells once that its folder cannot be written to, and goes on', async () => {
    const file = join(await createTemporaryFolder(), 'file');
    await writeFile(file, '');
    const told: string[] = [];
    const log = await createLogger({
      dir: join(file, 'logs'),
      isOnConsole: false,
      onProblem: line => told.push(line),
    });
    for (let i = 0; i < 10; i++) log.logger.info('line');
    await log.close();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('ENOTDIR');
  });

  it('has no secret in any line, however deep and wherever it stands', async () => {
    const dir = await createTemporaryFolder();
    const log = await createLogger({ dir, isOnConsole: false });
    const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLWl0';
    const headers = {
      authorization: `Bearer ${jwt}`,
      cookie: 'session=hunter2',
      'set-cookie': ['a=hunter2', 'b=hunter2'],
      'x-api-key': 'hunter2',
    };
    log.logger.info({ headers, req: { headers }, deep: { deeper: { headers, password: 'hun"ter2' } } }, 'a');
    log.logger.info({ url: `/stream?token=hunter2&x=1`, list: [`Bearer hunter2-hunter2`] }, `b ${jwt}`);
    log.logger.error({ err: new Error('postgres://aiwatch:hunter2@db/x failed') }, 'c ?api_key=hunter2');
    await log.close();
    const lines = await readLines(dir);
    expect(lines).toHaveLength(3);
    const text = JSON.stringify(lines);
    for (const secret of ['hunter2', 'ter2', 'c2lnbmF0dXJl']) expect(text).not.toContain(secret);
    expect(text).toContain('[redacted]');
  });
});
