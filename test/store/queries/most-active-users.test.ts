import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, type OpenRange, type Store } from '../../../src/store/index.ts';
import { findActiveCandidates } from '../../../src/store/queries/active-candidates.ts';
import { mostActiveUsers } from '../../../src/store/queries/most-active-users.ts';
import { splitRange } from '../../../src/store/queries/time-range.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildEvent } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { openTestStore } from '../../support/test-store.ts';

const programs = await requirePrograms('postgres', 'initdb');

const FROM = Date.parse('2026-11-01T00:00:00.000Z');
const DAY_MS = 86_400_000;
const DAYS = 6;
const USERS = 250;
const at = (text: string) => new Date(`2026-11-${text}Z`);

const event = (userId: string | null, timeMs: number, application: string) =>
  buildEvent({
    userId,
    timestamp: new Date(Math.floor(timeMs)).toISOString(),
    source: { application, environment: 'test', instance: 'one' },
  });

/** The n-th user has a share of 1/n, over all days and two applications; some have all that is theirs at once. */
const events = [
  ...Array.from({ length: USERS }, (_, user) =>
    Array.from({ length: Math.ceil(500 / (user + 1)) }, (_, n) => {
      const share = (n * 0.618_034 + user * 0.414_214) % 1;
      return event(`user_${user}`, FROM + share * DAYS * DAY_MS, n % 3 === 0 ? 'bot' : 'assistant');
    }),
  ).flat(),
  ...Array.from({ length: 130 }, (_, n) => event('of one day', FROM + 2.5 * DAY_MS + n, 'bot')),
  ...Array.from({ length: 110 }, (_, n) => event('of the first minutes', FROM + n, 'assistant')),
  ...Array.from({ length: 300 }, (_, n) => event(null, FROM + 3.5 * DAY_MS + n, 'bot')),
];

const RANGES: readonly OpenRange[] = [
  {},
  { from: at('01T00:00:00'), to: at('07T00:00:00') },
  { from: at('01T00:00:00.050'), to: at('06T23:53:00') },
  { from: at('02T13:10:00'), to: at('05T01:00:00') },
  { from: at('03T10:00:00'), to: at('03T15:00:00') },
  { to: at('04T12:00:00') },
  { from: at('20T00:00:00'), to: at('25T00:00:00') },
];
const CASES = RANGES.flatMap(range =>
  [undefined, 'bot'].flatMap(application => [1, 5, 400].map(limit => ({ ...range, application, limit }))),
);

describe.skipIf(programs.skip)('the most active users', () => {
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

  test.each(CASES)('are those whom a look at every event finds: %o', async question => {
    const { from, to, application, limit } = question;
    const counts = new Map<string, number>();
    for (const { userId, timestamp, source } of events) {
      const isIn = (!from || timestamp >= from.toISOString()) && (!to || timestamp < to.toISOString());
      if (userId === null || !isIn || (application ?? source.application) !== source.application) continue;
      counts.set(userId, (counts.get(userId) ?? 0) + 1);
    }
    const expected = Array.from(counts, ([userId, count]) => ({ userId, events: count }))
      .toSorted((a, b) => b.events - a.events || (a.userId < b.userId ? -1 : 1))
      .slice(0, limit);
    expect(await mostActiveUsers(store.pool, question)).toEqual(expected);
  });

  test('are found among few, also who was active on one day or in the edges alone', async () => {
    const range = { from: at('01T00:00:00.005'), to: at('06T23:53:00') };
    const question = { ...splitRange(range, DAY_MS), application: null, limit: 6 };
    const candidates = await inTransaction(store.pool, client => findActiveCandidates(client, question));
    const most = await mostActiveUsers(store.pool, { ...range, limit: 6 });
    expect(most.map(({ userId }) => userId)).toEqual(
      expect.arrayContaining(['of one day', 'of the first minutes']),
    );
    expect(candidates).toEqual(expect.arrayContaining(most.map(({ userId }) => userId)));
    expect(candidates!.length).toBeLessThan(USERS / 4);
  });

  test('are not looked for among few where all are alike', async () => {
    const alike = Array.from({ length: 60 }, (_, n) => event(`user_${n}`, FROM + n * 60_000, 'bot'));
    const other = await openTestStore(postgresql, alike);
    const question = { ...splitRange({}, DAY_MS), application: null, limit: 5 };
    const candidates = await inTransaction(other.pool, client => findActiveCandidates(client, question));
    const most = await mostActiveUsers(other.pool, { limit: 3 });
    await other.close();
    expect(candidates).toBe(undefined);
    expect(most.map(({ userId }) => userId)).toEqual(['user_0', 'user_1', 'user_10']);
  });
});
