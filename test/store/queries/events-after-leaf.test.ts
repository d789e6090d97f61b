import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FeedPosition } from '../../../src/events/index.ts';
import { openStore, readEventsAfter, readEventsAt, type Store } from '../../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb');
const BEGIN: FeedPosition = { leafIndex: 0 };

describe.skipIf(programs.skip)('reading events in the order in which they were stored', () => {
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

  const write = (...events: Parameters<typeof buildEvent>[0][]) =>
    store.write(events.map(parts => buildRecord(buildEvent(parts))));
  const readAll = async (limit: number) => {
    const ids: string[] = [];
    let position = BEGIN;
    for (let isEnd = false; !isEnd; ) {
      const page = await readEventsAfter(store.pool, position, limit);
      expect(page.events.length).toBeLessThanOrEqual(limit);
      ids.push(...page.events.map(({ event }) => event.id));
      position = page.next;
      isEnd = page.isEnd;
    }
    return { ids, position };
  };

  test('gives each event as it was, once, whatever the size of a page', async () => {
    const event = buildEvent({ id: 'first', data: { userMessage: 'hello', deep: [{ a: null }] } });
    await store.write([buildRecord(event)]);
    const { events } = await readEventsAfter(store.pool, BEGIN, 10);
    expect(events).toEqual([expect.objectContaining({ event, leafIndex: 0, place: 0 })]);

    await write(...Array.from({ length: 25 }, (_, i) => ({ id: `more_${String(i).padStart(2, '0')}` })));
    await write({ id: 'last' });
    const expected = (await readAll(1000)).ids;
    expect(expected).toHaveLength(27);
    expect([expected[0], expected.at(-1)]).toEqual(['first', 'last']);
    for (const limit of [1, 7, 25, 26, 27]) expect((await readAll(limit)).ids).toEqual(expected);
  });

  test('goes by time within a batch, not by id, and by commit between batches', async () => {
    const day = '2026-11-20T';
    await write(
      { id: 'a', timestamp: `${day}12:00:03.000Z` },
      { id: 'b', timestamp: `${day}12:00:01.000Z` },
      { id: 'c', timestamp: `${day}12:00:02.000Z` },
    );
    await write({ id: 'earlier', timestamp: `${day}11:00:00.000Z` });
    for (const limit of [1, 2, 10]) expect((await readAll(limit)).ids).toEqual(['b', 'c', 'a', 'earlier']);
  });

  test('goes on where it ended when more is stored', async () => {
    await write({ id: 'a' });
    const { position } = await readAll(10);
    expect(await readEventsAfter(store.pool, position, 10)).toEqual({
      events: [],
      next: position,
      isEnd: true,
    });
    await write({ id: 'b' });
    const { events } = await readEventsAfter(store.pool, position, 10);
    expect(events.map(({ event }) => event.id)).toEqual(['b']);
  });

  test('passes over what is gone', async () => {
    await write({ id: 'a', userId: 'gone' }, { id: 'b' });
    await write({ id: 'c', userId: 'gone' });
    await write({ id: 'd' });
    await store.pool.query("DELETE FROM monitoring_events WHERE user_id = 'gone'");
    for (const limit of [1, 10]) expect((await readAll(limit)).ids).toEqual(['b', 'd']);
  });

  test('finds events by their places, without those that are gone', async () => {
    await write({ id: 'a' }, { id: 'b', userId: 'gone' }, { id: 'c' });
    await write({ id: 'd' });
    await store.pool.query("DELETE FROM monitoring_events WHERE user_id = 'gone'");
    const found = await readEventsAt(store.pool, [
      [0, [0, 1]],
      [1, [0]],
      [7, [0]],
    ]);
    expect(found.map(({ event, leafIndex, place }) => [event.id, leafIndex, place])).toEqual([
      ['a', 0, 0],
      ['d', 1, 0],
    ]);
  });
});
