import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityEvent } from '../../../src/events/index.ts';
import { type EventFilter, listEvents, readEvents, type Store } from '../../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildRandomEvents } from '../../support/random-events.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { openTestStore } from '../../support/test-store.ts';

const programs = await requirePrograms('postgres', 'initdb');

const FROM = new Date('2026-11-01T00:00:00.000Z');
const TO = new Date('2026-11-12T00:00:00.000Z');

const FILTERS: readonly EventFilter[] = [
  {},
  { userId: 'user_0' },
  { userId: 'nobody' },
  { sessionId: 'session_7' },
  { type: 'tool' },
  { application: 'bot' },
  { from: new Date('2026-11-03T04:05:06.007Z'), to: new Date('2026-11-09T10:00:00.000Z') },
  { userId: 'user_1', type: 'chat', from: new Date('2026-11-05T00:00:00.000Z') },
];

function matches(event: ActivityEvent, filter: EventFilter): boolean {
  const { userId, sessionId, type, application, from, to } = filter;
  return (
    (userId === undefined || event.userId === userId) &&
    (sessionId === undefined || event.sessionId === sessionId) &&
    (type === undefined || event.type === type) &&
    (application === undefined || event.source.application === application) &&
    (from === undefined || event.timestamp >= from.toISOString()) &&
    (to === undefined || event.timestamp < to.toISOString())
  );
}

describe.skipIf(programs.skip)('listing events', () => {
  // Many share a millisecond, so that pages end between events of the same time.
  const events = buildRandomEvents(3000, FROM, TO).map((event, index) =>
    index % 3 === 0 ? { ...event, timestamp: '2026-11-04T12:00:00.000Z' } : event,
  );
  let postgresql: TestPostgresql;
  let store: Store;

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
    store = await openTestStore(postgresql, events);
  });
  afterAll(async () => {
    await store.close();
    await postgresql.close();
  });

  const readPages = async (filter: EventFilter, limit: number) => {
    const found: ActivityEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEvents(store.pool, { ...filter, limit, cursor });
      expect(page.events.length).toBeLessThanOrEqual(limit);
      found.push(...page.events);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  };
  const sortedById = (list: readonly ActivityEvent[]) =>
    list.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

  test.each(FILTERS)(
    'gives each event that matches once over all pages, the newest first: %o',
    async filter => {
      const found = await readPages(filter, 97);
      expect(sortedById(found)).toEqual(sortedById(events.filter(event => matches(event, filter))));
      const times = found.map(({ timestamp }) => timestamp);
      expect(times).toEqual(times.toSorted().reverse());
    },
  );

  test('gives all of them oldest first for an export, in the opposite order', async () => {
    const found: ActivityEvent[] = [];
    for await (const page of readEvents(store.pool, { userId: 'user_0' })) found.push(...page);
    expect(found.map(({ id }) => id)).toEqual(
      (await readPages({ userId: 'user_0' }, 1000)).map(({ id }) => id).reverse(),
    );
  });

  test('keeps its place while new events arrive', async () => {
    const own = await openTestStore(postgresql, events.slice(0, 50));
    const first = await listEvents(own.pool, { limit: 20 });
    const later = { ...events[60]!, timestamp: '2026-11-20T00:00:00.000Z' };
    await own.write([buildRecord(later)]);
    const second = await listEvents(own.pool, { limit: 100, cursor: first.nextCursor! });
    await own.close();
    expect(second.nextCursor).toBe(null);
    expect(sortedById([...first.events, ...second.events])).toEqual(sortedById(events.slice(0, 50)));
  });

  test('ends a page of large events early, and gives the others with the next ones', async () => {
    const own = await openTestStore(postgresql);
    await own.pool.query(`INSERT INTO monitoring_events (event_type, event_name, "timestamp", event_data)
      SELECT 'note', 'large', '2026-11-20T00:00:00Z'::timestamptz + i * interval '1 ms', jsonb_build_object('text', repeat('x', 200 * 1024))
      FROM generate_series(1, 60) i`);
    const sizes: number[] = [];
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await listEvents(own.pool, { limit: 1000, cursor });
      for (const { id } of page.events) ids.add(id);
      sizes.push(page.events.length);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    const exported: number[] = [];
    for await (const page of readEvents(own.pool, {})) exported.push(page.length);
    await own.close();
    expect(ids.size).toBe(60);
    expect(sizes).toEqual([21, 21, 18]);
    expect(exported).toEqual(sizes);
  });

  test('tells rows apart that were inserted by hand in one millisecond', async () => {
    const own = await openTestStore(postgresql);
    await own.pool.query(`INSERT INTO monitoring_events (event_type, event_name, "timestamp")
      SELECT 'note', 'made', '2026-11-20T00:00:00Z'::timestamptz + i * interval '1 microsecond' FROM generate_series(1, 9) i`);
    const first = await listEvents(own.pool, { limit: 4 });
    const second = await listEvents(own.pool, { limit: 9, cursor: first.nextCursor! });
    await own.close();
    const ids = [...first.events, ...second.events].map(({ id }) => id);
    expect(new Set(ids).size).toBe(9);
    expect(first.events[0]).toMatchObject({ userId: null, data: {}, timestamp: '2026-11-20T00:00:00.000Z' });
  });

  test.each([
    '',
    'x',
    '2026',
    'A'.repeat(84),
    Buffer.from('2026-02-30T00:00:00.000000').toString('base64url'),
  ])('refuses the cursor %j', async cursor => {
    await expect(listEvents(store.pool, { limit: 1, cursor })).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
    });
  });

  test('reads a page by an index, whatever the filter and however deep', async () => {
    const own = await openTestStore(
      postgresql,
      Array.from({ length: 12 }, (_, day) =>
        buildEvent({ timestamp: `2026-11-${String(day + 1).padStart(2, '0')}T00:00:00.000Z` }),
      ),
    );
    await own.pool.query(`
      INSERT INTO monitoring_events (user_id, session_id, event_type, event_name, "timestamp")
      SELECT 'u' || i % 997, 's' || i % 5000, 'note', 'made', '2026-11-01T00:00:00Z'::timestamptz + i * interval '18 seconds'
      FROM generate_series(1, 57000) i`);
    await own.pool.query('ANALYZE monitoring_events');
    const cursor = (await listEvents(own.pool, { from: FROM, to: new Date('2026-11-05'), limit: 1 }))
      .nextCursor!;
    const filters: EventFilter[] = [{}, { userId: 'u30' }, { userId: 'nobody' }, { sessionId: 's7' }];
    for (const filter of filters) {
      expect(await explain(own, { ...filter, limit: 20, cursor })).not.toMatch(
        /Seq Scan on monitoring_events_\d/,
      );
    }
    const narrow = await explain(own, {
      from: new Date('2026-11-03T01:00Z'),
      to: new Date('2026-11-03T02:00Z'),
      limit: 9,
    });
    await own.close();
    expect(new Set(narrow.match(/monitoring_events_\d{8}/g))).toEqual(
      new Set(['monitoring_events_20261103']),
    );
  }, 120_000);
});

/** The plan of the statement that a question becomes. */
async function explain(store: Store, question: Parameters<typeof listEvents>[1]): Promise<string> {
  let plan = '';
  const spy = {
    query: async (text: string, values: unknown[]) => {
      const { rows } = await store.pool.query(`EXPLAIN ${text}`, values);
      plan = rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
      return { rows: [] };
    },
  };
  await listEvents(spy as unknown as Store['pool'], question);
  return plan;
}
