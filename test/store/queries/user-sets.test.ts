import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/store/index.ts';
import { userSets } from '../../../src/store/queries/user-sets.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('postgres', 'initdb');
const DAY = '2026-11-20';
const RANGE = { from: new Date(`${DAY}T00:00:00Z`), to: new Date(`${DAY}T12:00:00Z`), scope: 'all' } as const;

describe.skipIf(programs.skip)('the users of a time', () => {
  let postgresql: TestPostgresql;
  let store: Store;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
    store = openStore({ connection: { connectionString: await postgresql.createDatabase() } });
    await store.migrate();
  });
  afterAll(async () => {
    await store?.close();
    await postgresql?.close();
  });

  /** Lets users do something, one in each of the hours. */
  const act = (hours: readonly number[], users: readonly string[]) =>
    store.write(
      hours.flatMap(hour =>
        users.map(userId => {
          const timestamp = `${DAY}T${String(hour).padStart(2, '0')}:30:00.000Z`;
          return buildRecord(buildEvent({ userId, timestamp }));
        }),
      ),
    );
  const countAll = async () => (await userSets(store.pool, RANGE)).get(0)?.count() ?? 0;
  const at = (time: string) => new Date(`${DAY}T${time}:00Z`);
  const users = (from: number, count: number) => Array.from({ length: count }, (_, i) => `user_${from + i}`);

  test('are counted anew wherever somebody came since they were counted last', async () => {
    expect(await countAll()).toBe(0);
    await act([1, 2, 3], users(0, 20));
    expect(await countAll()).toBe(20);
    expect(await countAll()).toBe(20);
    await act([2], users(10, 20));
    expect(await countAll()).toBe(30);
    await act([7], users(100, 5));
    expect(await countAll()).toBe(35);
  });

  test('are those of each hour, also where some hours were asked for before', async () => {
    await act([4], users(200, 3));
    await act([5], users(300, 1500));
    await countAll();
    await act([5, 6], users(2000, 2));
    const by = { interval: 'hour', timeZone: 'Europe/Berlin' } as const;
    const sets = await userSets(store.pool, { ...RANGE, by });
    const countOf = (hour: number) => sets.get(Date.parse(`${DAY}T0${hour}:00:00Z`))?.count();
    expect([countOf(4), countOf(6), countOf(8)]).toEqual([3, 2, undefined]);
    expect(Math.abs(countOf(5)! / 1502 - 1)).toBeLessThan(0.05);
  });

  describe('of a part of hours', () => {
    beforeAll(async () => {
      await act([10], users(400, 2));
      await act([11], users(401, 3));
      await act([9], users(499, 1));
    });

    test.each([
      ['within an hour', '10:10', '10:50', { 10: 2 }],
      ['across the hour', '10:10', '11:50', { 10: 2, 11: 3 }],
      ['from a whole hour to a part of the next', '10:00', '11:50', { 10: 2, 11: 3 }],
      ['to the middle of the second hour, before anybody came', '10:10', '11:20', { 10: 2 }],
      ['between two hours in which nobody was there then', '10:40', '11:20', {}],
      ['of a whole hour between parts of two', '09:40', '11:40', { 10: 2, 11: 3 }],
    ])('%s are those of the events in it, by the hour', async (_what, from, to, expected) => {
      const by = { interval: 'hour', timeZone: 'UTC' } as const;
      const sets = await userSets(store.pool, { from: at(from), to: at(to), scope: 'all', by });
      const counts = Array.from(sets, ([start, set]) => [new Date(start).getUTCHours(), set.count()]);
      expect(Object.fromEntries(counts)).toEqual(expected);
    });

    test('are those of the day that begins there, in a zone with half hours', async () => {
      // Midnight there is 9:30 in UTC.
      const by = { interval: 'day', timeZone: 'Pacific/Marquesas' } as const;
      const sets = await userSets(store.pool, { from: at('09:30'), to: at('11:40'), scope: 'all', by });
      expect(Array.from(sets, ([start, set]) => [start, set.count()])).toEqual([[at('09:30').getTime(), 5]]);
    });

    test('and those of an open range are all there are', async () => {
      const { rows } = await store.pool.query(
        'SELECT count(DISTINCT user_id)::int AS users FROM monitoring_events WHERE "timestamp" >= $1',
        [at('10:00')],
      );
      const [since] = (await userSets(store.pool, { from: at('10:00'), scope: 'all' })).values();
      expect([since?.count(), rows[0].users]).toEqual([4, 4]);
    });
  });
});
