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
});
