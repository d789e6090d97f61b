import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { identifySelf } from '../../src/process-identity.ts';
import {
  adoptOrphans,
  keepAdopting,
  listOrphanedSpools,
  openSpool,
  SPOOL_DEFAULTS,
  type Spool,
  type SpoolConfig,
} from '../../src/spool/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function open(dir: string, bounds: Partial<SpoolConfig> = {}): Promise<Spool> {
  const spool = await openSpool({ dir, ...SPOOL_DEFAULTS, ...bounds });
  onTestFinished(() => spool.close());
  return spool;
}

const bytesOf = (texts: readonly string[]) => texts.map(text => Buffer.from(text));
const textsOf = (records: readonly Uint8Array[] = []) =>
  records.map(record => Buffer.from(record).toString());

/** Everything that is there now. */
async function readAll(spool: Spool): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const batch = await spool.next({ signal: AbortSignal.abort() });
    if (batch === undefined) return texts;
    texts.push(...textsOf(batch.records));
    spool.commit(batch.position);
  }
}

async function segmentsOf(dir: string): Promise<readonly string[]> {
  return (await readdir(dir))
    .filter(name => name.endsWith('.log'))
    .sort()
    .map(name => join(dir, name));
}

/** Ten segments of a record each, of which the first bytes tell the number. */
async function fillSegments(dir: string): Promise<void> {
  const spool = await open(dir, { segmentBytes: 500 });
  for (let i = 0; i < 10; i++) await spool.append([Buffer.from(`${i}`.padEnd(600, '.'))]);
  await spool.close();
}

describe('a spool', () => {
  test('gives back what was appended, in order, after it was opened again too', async () => {
    const dir = await createTemporaryFolder();
    const first = await open(dir);
    await Promise.all([first.append(bytesOf(['a', ''])), first.append(bytesOf(['b'])), first.append([])]);
    expect(textsOf((await first.next({ maxRecords: 2 }))?.records)).toEqual(['a', '']);
    await first.close();
    const second = await open(dir);
    expect(second.stats()).toMatchObject({ records: 3, segments: 1 });
    await second.append(bytesOf(['c']));
    expect(await readAll(second)).toEqual(['a', '', 'b', 'c']);
  });

  test('gives nothing again that was committed, and leaves no segment behind', async () => {
    const dir = await createTemporaryFolder();
    const first = await open(dir);
    await first.append(bytesOf(['a', 'b', 'c']));
    const batch = await first.next({ maxRecords: 2 });
    first.commit(batch!.position);
    expect(first.stats()).toMatchObject({ records: 1, deliveredTotal: 2 });
    await first.close();
    const second = await open(dir);
    expect(await readAll(second)).toEqual(['c']);
    expect(second.stats()).toMatchObject({ records: 0, oldestRecordTimestampMs: undefined });
    await second.close();
    expect(await segmentsOf(dir)).toEqual([]);
  });

  test('leaves nothing delivered on the disk some time after, or when it is told to', async () => {
    const dir = await createTemporaryFolder();
    const spool = await openSpool({ dir, ...SPOOL_DEFAULTS }, { sealDelayMs: 20 });
    onTestFinished(() => spool.close());
    await spool.append(bytesOf(['a']));
    expect(await readAll(spool)).toEqual(['a']);
    await vi.waitFor(async () => expect(await segmentsOf(dir)).toEqual([]));
    await spool.append(bytesOf(['b']));
    expect(await readAll(spool)).toEqual(['b']);
    await spool.compact();
    expect(await segmentsOf(dir)).toEqual([]);
  });

  test('keeps what is not delivered when it is compacted, until it is', async () => {
    const dir = await createTemporaryFolder();
    const spool = await open(dir);
    await spool.append(bytesOf(['a', 'b']));
    spool.commit((await spool.next({ maxRecords: 1 }))!.position);
    await Promise.all([spool.append(bytesOf(['c'])), spool.compact(), spool.append(bytesOf(['d']))]);
    expect(await segmentsOf(dir)).not.toEqual([]);
    expect(await readAll(spool)).toEqual(['b', 'c', 'd']);
    await spool.compact();
    expect(await segmentsOf(dir)).toEqual([]);
    await spool.append(bytesOf(['e']));
    expect(await readAll(spool)).toEqual(['e']);
    expect(spool.stats()).toMatchObject({ records: 0, corruptTotal: { records: 0 } });
  });

  test('gives batches that were not committed again after a rewind', async () => {
    const spool = await open(await createTemporaryFolder());
    await spool.append(bytesOf(['a', 'b', 'c']));
    const batch = await spool.next({ maxRecords: 1 });
    await spool.next({ maxRecords: 1 });
    spool.commit(batch!.position);
    await spool.rewind();
    expect(await readAll(spool)).toEqual(['b', 'c']);
  });

  test('lets the reader wait for the first record, and a while for more', async () => {
    const spool = await open(await createTemporaryFolder());
    const waiting = spool.next({ lingerMs: 10_000, maxRecords: 2 });
    await expect(spool.next()).rejects.toMatchObject({ code: 'SPOOL_BUSY' });
    await spool.append(bytesOf(['a']));
    await spool.append(bytesOf(['b']));
    expect(textsOf((await waiting)?.records)).toEqual(['a', 'b']);
    const ended = new AbortController();
    const ending = spool.next({ signal: ended.signal });
    ended.abort();
    expect(await ending).toBeUndefined();
    const closing = spool.next();
    await spool.close();
    expect(await closing).toBeUndefined();
    await expect(spool.append(bytesOf(['c']))).rejects.toMatchObject({ code: 'SPOOL_CLOSED' });
  });

  test('refuses what goes beyond its bound, and takes more once it has delivered', async () => {
    const spool = await open(await createTemporaryFolder(), { maxBytes: 20_000 });
    const append = () => spool.append([Buffer.alloc(1_000)]);
    let taken = 0;
    const failure = await (async () => {
      for (; ; taken++) await append();
    })().catch(error => error);
    expect(failure).toMatchObject({ code: 'SPOOL_FULL' });
    expect(spool.stats()).toMatchObject({ records: taken, refusedTotal: { full: 1 } });
    expect(spool.stats().bytes).toBeLessThanOrEqual(20_000);
    expect(taken).toBeGreaterThan(17);
    expect(await readAll(spool)).toHaveLength(taken);
    await expect.poll(append).toBeUndefined();
  });

  test('keeps no more in memory than its bound', async () => {
    const spool = await open(await createTemporaryFolder(), { maxPendingBytes: 5_000 });
    const results = await Promise.allSettled(
      Array.from({ length: 9 }, () => spool.append([Buffer.alloc(1_000)])),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(spool.stats()).toMatchObject({ pendingBytes: 0, refusedTotal: { busy: 5 } });
  });

  test('belongs to one at a time', async () => {
    const dir = await createTemporaryFolder();
    const first = await open(dir);
    await expect(openSpool({ dir, ...SPOOL_DEFAULTS })).rejects.toMatchObject({ code: 'SPOOL_LOCKED' });
    await first.close();
    await (await open(dir)).close();
    const gone = { ...identifySelf(), pid: 2 ** 30, host: 'here', id: 'x' };
    await writeFile(join(dir, 'lock'), JSON.stringify(gone));
    await open(dir);
  });
});

/** A spool of three records, of which the second one is damaged. */
async function damageSpool(dir: string): Promise<void> {
  const first = await open(dir);
  await first.append(bytesOf(['a'.repeat(50), 'b'.repeat(50), 'c'.repeat(50)]));
  await first.close();
  const [file] = await segmentsOf(dir);
  const content = await readFile(file!);
  content[content.indexOf('bbbb')] = 0;
  await writeFile(file!, content);
}

describe('a spool whose files are damaged', () => {
  test('cuts off a torn end and keeps the rest', async () => {
    const dir = await createTemporaryFolder();
    const first = await open(dir);
    await first.append(bytesOf(['a']));
    const [file] = await segmentsOf(dir);
    const content = await readFile(file!);
    await first.close();
    await writeFile(join(dir, 'cursor'), '');
    await writeFile(file!, Buffer.concat([content, content.subarray(36, 50)]));
    const second = await open(dir);
    expect(second.stats()).toMatchObject({ records: 1, repairedBytes: 14, corruptTotal: { records: 0 } });
    expect(await readAll(second)).toEqual(['a']);
  });

  test('loses only the records that cannot be read, counts them, and sets the file aside', async () => {
    const dir = await createTemporaryFolder();
    await damageSpool(dir);
    const second = await open(dir);
    expect(second.stats()).toMatchObject({ records: 2, corruptTotal: { records: 1, bytes: 74 } });
    expect(await readAll(second)).toEqual(['a'.repeat(50), 'c'.repeat(50)]);
    await second.close();
    expect(await readdir(join(dir, 'quarantine'))).toHaveLength(1);
    expect(await segmentsOf(dir)).toEqual([]);
  });

  test('removes a file that was set aside after a week, when it is opened and while it is open', async () => {
    const dir = await createTemporaryFolder();
    const opened = async (day: string) =>
      openSpool({ dir, ...SPOOL_DEFAULTS }, { clock: () => Date.parse(`${day}T12:00:00Z`) });
    const setAside = () => readdir(join(dir, 'quarantine'));
    await damageSpool(dir);
    const second = await opened('2026-11-20');
    await readAll(second);
    await second.close();
    await (await opened('2026-11-27')).close();
    expect(await setAside()).toEqual([expect.stringMatching(/^2026-11-20-\d{16}-.{8}\.log$/)]);
    await (await opened('2026-11-28')).close();
    expect(await setAside()).toEqual([]);

    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const third = await opened('2026-12-30');
    onTestFinished(() => third.close());
    await writeFile(join(dir, 'quarantine', '2026-12-01-0000000000000001-00000001.log'), '');
    vi.advanceTimersByTime(3_600_000);
    await expect.poll(setAside).toEqual([]);
  });

  test('goes on where a segment is missing, has lost its header, or is cut', async () => {
    const dir = await createTemporaryFolder();
    await fillSegments(dir);
    const files = await segmentsOf(dir);
    await truncate(files[2]!, 100);
    await writeFile(files[4]!, (await readFile(files[4]!)).fill(0, 0, 36));
    await (await import('node:fs/promises')).unlink(files[6]!);
    const spool = await open(dir);
    expect(spool.stats()).toMatchObject({ records: 8, corruptTotal: { records: 2 } });
    expect((await readAll(spool)).map(text => text[0])).toEqual(['0', '1', '3', '4', '5', '7', '8', '9']);
  });

  test('begins with the oldest record where the cursor makes no sense', async () => {
    const dir = await createTemporaryFolder();
    await fillSegments(dir);
    await writeFile(join(dir, 'cursor'), 'nonsense');
    expect(await readAll(await open(dir))).toHaveLength(10);
  });

  test('is refused where a segment is of a newer version, and nothing of it is touched', async () => {
    const dir = await createTemporaryFolder();
    await fillSegments(dir);
    const { crc32 } = await import('node:zlib');
    const [file] = await segmentsOf(dir);
    const content = await readFile(file!);
    content.writeUInt32LE(2, 8);
    content.writeUInt32LE(crc32(content.subarray(0, 32)), 32);
    await writeFile(file!, content);
    await expect(openSpool({ dir, ...SPOOL_DEFAULTS })).rejects.toMatchObject({
      code: 'DATA_FILE_UNREADABLE',
    });
    expect(await readFile(file!)).toEqual(content);
    expect(await segmentsOf(dir)).toHaveLength(10);
  });
});

describe('orphaned spools', () => {
  test('are those whose process is gone; their records move, and their folders go', async () => {
    const parent = await createTemporaryFolder();
    const own = await open(join(parent, 'own'));
    await own.append(bytesOf(['own']));
    const gone = await open(join(parent, 'gone'));
    await gone.append(bytesOf(['a', 'b']));
    await gone.close();
    expect(await listOrphanedSpools(parent)).toEqual([join(parent, 'gone')]);
    expect(await adoptOrphans(parent, own)).toEqual({ folders: 1, records: 2, corruptRecords: 0 });
    expect(await readAll(own)).toEqual(['own', 'a', 'b']);
    expect(await readdir(parent)).toEqual(['own']);
  });

  test('are looked for again, as long as somebody wants them', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const parent = await createTemporaryFolder();
    const own = await open(join(parent, 'own'));
    const gone = await open(join(parent, 'gone'));
    await gone.append(bytesOf(['a']));
    const end = keepAdopting(parent, own, expect.unreachable);
    onTestFinished(end);
    await gone.close();
    vi.advanceTimersByTime(60_000);
    await expect.poll(() => readAll(own)).toEqual(['a']);
  });

  test('that hold nothing but damaged files are left to people for a week', async () => {
    const parent = await createTemporaryFolder();
    const own = await open(join(parent, 'own'));
    const today = new Date().toISOString().slice(0, 10);
    for (const [name, day] of [
      ['old', '2020-01-01'],
      ['young', today],
    ] as const) {
      await mkdir(join(parent, name, 'quarantine'), { recursive: true });
      await writeFile(join(parent, name, 'cursor'), '');
      await writeFile(join(parent, name, 'quarantine', `${day}-0000000000000001-00000001.log`), '');
    }
    await adoptOrphans(parent, own);
    expect((await readdir(parent)).sort()).toEqual(['own', 'young']);
  });
});
