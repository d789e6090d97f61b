import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listDeadLetters, openStore, resendDeadLetters, type Store } from '../../src/store/index.ts';
import { repairRecord } from '../../src/store/repair-record.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { buildEvent, buildRecord } from '../support/records.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('dead letters of the store', () => {
  let postgresql: TestPostgresql;
  let store: Store;

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  beforeEach(async () => {
    store = openStore({ connection: { connectionString: await postgresql.createDatabase() } });
    await store.migrate();
    return () => store.close();
  });

  const refuse = async (...messages: string[]) => {
    const records = messages.map(userMessage => buildRecord(buildEvent({ data: { userMessage } })));
    expect(await store.write(records)).toMatchObject({ stored: 0, refused: messages.length });
    return records.map(record => Buffer.from(record).toString('utf8').slice(0, 36));
  };
  const list = (before?: string) => listDeadLetters(store.pool, { limit: 2, before });
  const messagesOf = async () =>
    (await store.pool.query("SELECT event_data->>'userMessage' AS text FROM monitoring_events")).rows.map(
      row => row.text as string,
    );

  test('are listed newest first, page by page, with their reason and their begin', async () => {
    await refuse('1\0', '2\0', '3\0');
    const first = await list();
    const second = await list(first.at(-1)!.id);
    expect([first.length, second.length]).toEqual([2, 1]);
    const ids = [...first, ...second].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(first[0]).toMatchObject({
      reason: '22P05',
      type: 'chat',
      detail: expect.stringContaining('Unicode'),
    });
    expect(first[0]!.excerpt).toMatch(/^\{"data":\{"userMessage":"\d\\u0000"/);
    expect(first[0]!.createdAt).toMatch(/^\d{4}-.*Z$/);
  });

  test('stay where they are refused again, and are stored once repaired', async () => {
    const [nul, half] = await refuse('a\0b', 'half \ud83d of a pair');
    const again = await resendDeadLetters(store, { ids: [nul!], isRepaired: false });
    expect([...again]).toEqual([[nul, 'refused']]);
    const repaired = await resendDeadLetters(store, { isRepaired: true });
    expect(Object.fromEntries(repaired)).toEqual({ [nul!]: 'stored', [half!]: 'stored' });
    expect((await messagesOf()).toSorted()).toEqual(['a\u{fffd}b', 'half \u{fffd} of a pair']);
    expect(await list()).toEqual([]);
    const { rows } = await store.pool.query('SELECT id FROM monitoring_events');
    expect(rows.map(row => row.id as string).toSorted()).toEqual([nul, half].toSorted());
  });

  test('that are there already are dropped, and ids of none are unknown', async () => {
    const record = buildRecord(buildEvent());
    const id = Buffer.from(record).toString('utf8').slice(0, 36);
    await store.write([record]);
    await store.pool.query(
      "INSERT INTO dead_letters (id, reason, detail, record) VALUES ($1, '08006', 'connection', $2)",
      [id, record],
    );
    const none = '019a0000-0000-7000-8000-000000000000';
    const outcomes = await resendDeadLetters(store, { ids: [id, none], isRepaired: false });
    expect(Object.fromEntries(outcomes)).toEqual({ [id]: 'skipped', [none]: 'unknown' });
    expect(await list()).toEqual([]);
  });

  test('are sent again in steps, each once, with those between them that stay', async () => {
    const ids = await refuse(...Array.from({ length: 45 }, (_, index) => `${index}\0`));
    const stays = await store.pool.query(
      "UPDATE dead_letters SET record = 'nonsense' WHERE id IN (SELECT id FROM dead_letters ORDER BY id OFFSET 15 LIMIT 10) RETURNING id",
    );
    const refused = new Set(stays.rows.map(row => row.id as string));
    const outcomes = await resendDeadLetters(store, { isRepaired: true });
    expect(Object.fromEntries(outcomes)).toEqual(
      Object.fromEntries(ids.map(id => [id, refused.has(id) ? 'refused' : 'stored'])),
    );
    expect((await messagesOf()).length).toBe(35);
  });

  test('that are no events stay as they are, and do not multiply', async () => {
    await store.write([Buffer.from('nonsense')]);
    const [letter] = await list();
    const outcomes = await resendDeadLetters(store, { isRepaired: true });
    expect([...outcomes]).toEqual([[letter!.id, 'refused']]);
    expect(await list()).toEqual([letter]);
  });
});

describe('the repair of a record', () => {
  test('replaces NUL and halves of pairs in texts and names at any depth, and nothing else', () => {
    const record = buildRecord(
      buildEvent({ data: { 'na\0me': [{ deep: 'x\ud83d' }, 1, null, true, '😀 whole'], ok: 'é' } }),
    );
    const repaired = Buffer.from(repairRecord(record)).toString('utf8');
    expect(repaired.slice(0, 36)).toBe(Buffer.from(record).toString('utf8').slice(0, 36));
    expect((JSON.parse(repaired.slice(36)) as { data: unknown }).data).toEqual({
      'na\u{fffd}me': [{ deep: 'x\u{fffd}' }, 1, null, true, '😀 whole'],
      ok: 'é',
    });
  });
});
