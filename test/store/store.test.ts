import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyInbox, openStore, putIntoInbox, type Store } from '../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { buildEvent, buildRecord } from '../support/records.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb');

const STORED = { stored: 1, skipped: 0, refused: 0 };

describe.skipIf(programs.skip)('a store', () => {
  let postgresql: TestPostgresql;
  let store: Store;

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());
  beforeEach(async () => {
    const connection = { connectionString: await postgresql.createDatabase() };
    store = openStore({ connection, maxConnections: 5 });
    await store.migrate();
    return () => store.close();
  });

  test('stores events, and empties the inbox, while questions hold all of their connections', async () => {
    const held = await Promise.all(
      Array.from({ length: store.pool.options.max }, () => store.pool.connect()),
    );
    try {
      expect(await store.write([buildRecord(buildEvent())])).toEqual(STORED);
      await putIntoInbox(store.upkeepPool, [buildRecord(buildEvent({ id: 'of-the-inbox' }))]);
      expect(await emptyInbox(store.upkeepPool, store, 10)).toMatchObject(STORED);
    } finally {
      for (const client of held) client.release();
    }
  });

  test('opens no more connections than it may, whatever it does at once', async () => {
    const slow = Array.from({ length: 6 }, () => [store.pool, store.upkeepPool]).flat();
    const records = Array.from({ length: 6 }, (_, n) => [buildRecord(buildEvent({ id: `one-${n}` }))]);
    const busy = Promise.all([
      ...slow.map(pool => pool.query('SELECT pg_sleep(0.1)')),
      ...records.map(each => store.write(each)),
    ]);
    const observer = store.createClient();
    await observer.connect();
    const count = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    const counts: number[] = [];
    const isDone = busy.then(() => true);
    while (!(await Promise.race([isDone, Promise.resolve(false)]))) {
      counts.push((await observer.query<{ count: number }>(count)).rows[0]!.count);
    }
    await observer.end();
    expect(Math.max(...counts)).toBe(5);
  });

  test('lets questions run for a shorter time than what keeps it in order', async () => {
    const timeoutOf = async (pool: Store['pool']) =>
      (await pool.query<{ statement_timeout: string }>('SHOW statement_timeout')).rows[0]!.statement_timeout;
    expect([await timeoutOf(store.pool), await timeoutOf(store.upkeepPool)]).toEqual(['15s', '1min']);
  });

  test('takes large records out of the inbox a few at a time, and all in the end', async () => {
    const userMessage = 'x'.repeat(200 * 1024);
    const records = Array.from({ length: 30 }, (_, index) =>
      buildRecord(buildEvent({ id: `large-${index}`, data: { userMessage } })),
    );
    await putIntoInbox(store.upkeepPool, records);
    const take = () => emptyInbox(store.upkeepPool, store, 200);
    expect(await take()).toMatchObject({ taken: 21, stored: 21, isFull: true });
    expect(await take()).toMatchObject({ taken: 9, stored: 9, isFull: false });
  });
});
