import { describe, expect, onTestFinished, test } from 'vitest';
import { openSpool, type Spool } from '../../src/spool/index.ts';
import { FaultyFs } from './faulty-fs.ts';

const CONFIG = { dir: '/spool', maxBytes: 100_000, segmentBytes: 10_000, maxPendingBytes: 50_000 };

async function openOn(fs: FaultyFs): Promise<Spool> {
  const spool = await openSpool(CONFIG, { fs, clock: () => 1_000 });
  onTestFinished(() => spool.close().catch(() => {}));
  return spool;
}

/** What is there, delivered. */
async function readAll(spool: Spool): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const batch = await spool.next({ signal: AbortSignal.abort() });
    if (batch === undefined) return texts;
    texts.push(...batch.records.map(record => Buffer.from(record).toString()));
    spool.commit(batch.position);
  }
}

/** A crash keeps nothing that was not synced. */
const losesAll = () => 0.9;

describe('a spool on a full disk', () => {
  test('refuses, still gives out what it has, and takes more as soon as there is room', async () => {
    const fs = new FaultyFs(() => 0.5);
    const spool = await openOn(fs);
    await spool.append([Buffer.from('a')]);
    fs.isFull = true;
    await expect(spool.append([Buffer.from('b')])).rejects.toMatchObject({ code: 'SPOOL_FULL' });
    expect(spool.stats()).toMatchObject({ isWritable: false, records: 1, refusedTotal: { full: 1 } });
    expect(await readAll(spool)).toEqual(['a']);
    fs.isFull = false;
    await spool.append([Buffer.from('c')]);
    expect(spool.stats()).toMatchObject({ isWritable: true, oldestRecordTimestampMs: 1_000 });
    expect(await readAll(spool)).toEqual(['c']);
  });

  test('frees the room of what is delivered', async () => {
    const fs = new FaultyFs(() => 0.5);
    const spool = await openOn(fs);
    for (let i = 0; i < 5; i++) await spool.append([Buffer.alloc(10_000)]);
    fs.isFull = true;
    await readAll(spool);
    await expect.poll(() => fs.files('/spool').filter(name => name.endsWith('.log'))).toEqual([]);
  });
});

describe('a spool on a failing disk', () => {
  test.each(['write', 'datasync', 'syncFolder', 'open'] as const)(
    'acknowledges nothing of a group whose %s failed, and begins a new file for the next',
    async operation => {
      const fs = new FaultyFs(losesAll);
      const spool = await openOn(fs);
      fs.failures.set(operation, 1);
      await expect(spool.append([Buffer.from('a')])).rejects.toMatchObject({ code: 'SPOOL_FAILED' });
      await spool.append([Buffer.from('b')]);
      fs.crash();
      const next = await openOn(fs);
      expect(await readAll(next)).toEqual(['b']);
      expect(next.stats().corruptTotal).toEqual({ records: 0, bytes: 0 });
    },
  );

  test('does not take a second sync that succeeds for the first that failed', async () => {
    const fs = new FaultyFs(losesAll);
    const spool = await openOn(fs);
    await spool.append([Buffer.from('a')]);
    fs.failures.set('datasync', 1);
    await expect(spool.append([Buffer.from('b')])).rejects.toMatchObject({ code: 'SPOOL_FAILED' });
    await spool.append([Buffer.from('c')]);
    expect(spool.stats().segments).toBe(2);
    fs.crash();
    expect(await readAll(await openOn(fs))).toEqual(['a', 'c']);
  });

  test('tells that it cannot be read, and loses nothing when it can be again', async () => {
    const fs = new FaultyFs(losesAll);
    const spool = await openOn(fs);
    await spool.append([Buffer.from('a')]);
    fs.failures.set('read', 1_000);
    await expect(spool.next()).rejects.toMatchObject({ code: 'SPOOL_FAILED' });
    fs.failures.clear();
    expect(await readAll(spool)).toEqual(['a']);
  });
});

test('a crash takes nothing that was acknowledged, and what comes again was not committed for long', async () => {
  const fs = new FaultyFs(losesAll);
  const spool = await openOn(fs);
  await spool.append([Buffer.from('a'), Buffer.from('b')]);
  fs.crash();
  const next = await openOn(fs);
  expect(await readAll(next)).toEqual(['a', 'b']);
  await next.close();
  fs.crash();
  expect(await readAll(await openOn(fs))).toEqual([]);
});
