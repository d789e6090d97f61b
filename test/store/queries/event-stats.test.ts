import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityEvent } from '../../../src/events/index.ts';
import { eventStats, type OpenRange, type Store, userTypeStats } from '../../../src/store/index.ts';
import { buildRandomEvents } from '../../support/random-events.ts';
import { buildEvent } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { TEST_DATABASES, type TestDatabases } from '../../support/test-databases.ts';
import { openTestStore } from '../../support/test-store.ts';

const programs = await requirePrograms('postgres', 'initdb');

const FROM = new Date('2026-11-01T00:00:00.000Z');
const TO = new Date('2026-11-06T00:00:00.000Z');
const at = (text: string) => new Date(`2026-11-${text}Z`);

/** Ranges whose edges lie on buckets, days, inside of them, in one bucket, outside of all events, or nowhere. */
const RANGES: readonly OpenRange[] = [
  {},
  { from: FROM, to: TO },
  { from: at('02T00:15:00.000'), to: at('04T13:45:00.000') },
  { from: at('02T00:14:59.999'), to: at('04T13:45:00.001') },
  { from: at('02T10:01:30.000'), to: at('02T10:14:00.000') },
  { from: at('02T10:01:30.000'), to: at('02T10:20:00.000') },
  { from: at('02T10:01:30.000'), to: at('02T23:20:00.000') },
  { from: at('03T07:07:07.007') },
  { to: at('03T07:07:07.007') },
  { from: at('20T00:00:00.000'), to: at('21T00:00:00.000') },
];

const isIn = (event: ActivityEvent, { from, to }: OpenRange) =>
  (from === undefined || event.timestamp >= from.toISOString()) &&
  (to === undefined || event.timestamp < to.toISOString());

function countBy(events: readonly ActivityEvent[], keyOf: (event: ActivityEvent) => unknown) {
  const counts: Record<string, number> = {};
  for (const event of events) {
    const key = keyOf(event);
    if (typeof key === 'string') counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** The same numbers, from a look at every event. */
function naiveStats(events: readonly ActivityEvent[]) {
  const errors = events.filter(({ type }) => type === 'error').length;
  const chats = events.filter(({ type }) => type === 'chat');
  return {
    totalEvents: events.length,
    byType: countBy(events, ({ type }) => type),
    byUser: countBy(events, ({ userId }) => userId),
    topTools: countBy(events, ({ type, data }) => type === 'tool' && data['toolName']),
    errorRate: events.length === 0 ? 0 : Math.round((errors / events.length) * 10_000) / 100,
    tokensUsed: chats.reduce((sum, { data }) => sum + Number(data['tokensUsed']), 0),
  };
}

describe.skipIf(programs.skip).each(TEST_DATABASES)('statistics of events, on $name,', ({ start }) => {
  const events = buildRandomEvents(4000, FROM, TO);
  let postgresql: TestDatabases;
  let store: Store;

  beforeAll(async () => {
    postgresql = await start(programs);
    store = await openTestStore(postgresql, events);
  });
  afterAll(async () => {
    await store.close();
    await postgresql.close();
  });

  test.each(RANGES)('are what a look at every event gives: %o', async range => {
    const expected = naiveStats(events.filter(event => isIn(event, range)));
    expect(await eventStats(store.pool, range)).toMatchObject(expected);
  });

  test.each(RANGES)('of one user are what a look at their events gives: %o', async range => {
    const own = events.filter(event => event.userId === 'user_3' && isIn(event, range));
    expect(await eventStats(store.pool, { ...range, userId: 'user_3' })).toMatchObject(naiveStats(own));
  });

  test.each(RANGES)('of one application are what a look at its events gives: %o', async range => {
    const own = events.filter(event => event.source.application === 'bot' && isIn(event, range));
    const stats = await eventStats(store.pool, { ...range, application: 'bot' });
    expect(stats).toMatchObject(naiveStats(own));
  });

  test('name the range that was asked for, or else the first and the last event', async () => {
    const times = events.map(({ timestamp }) => timestamp).sort();
    expect((await eventStats(store.pool, {})).timeRange).toEqual({ start: times[0], end: times.at(-1) });
    expect((await eventStats(store.pool, { from: FROM })).timeRange).toEqual({
      start: FROM.toISOString(),
      end: times.at(-1),
    });
    expect((await eventStats(store.pool, { from: FROM, to: TO })).timeRange).toEqual({
      start: FROM.toISOString(),
      end: TO.toISOString(),
    });
  });

  test('put the most active first, and a hundred at the most', async () => {
    const many = Array.from({ length: 120 }, (_, i) => buildEvent({ userId: `u${i % 110}` }));
    const other = await openTestStore(postgresql, many);
    const { byUser } = await eventStats(other.pool, {});
    await other.close();
    expect(Object.values(byUser)).toEqual([...Array(10).fill(2), ...Array(90).fill(1)]);
  });

  test('of a user have count and average duration of each type', async () => {
    const own = events.filter(({ userId }) => userId === 'user_3');
    const rows = await userTypeStats(store.pool, { userId: 'user_3', from: FROM, to: TO });
    expect(Object.fromEntries(rows.map(({ type, count }) => [type, count]))).toEqual(
      countBy(own, ({ type }) => type),
    );
    const chats = own.filter(({ type }) => type === 'chat').map(({ data }) => Number(data['duration']));
    const average = chats.reduce((sum, value) => sum + value, 0) / chats.length;
    expect(rows.find(({ type }) => type === 'chat')?.averageDuration).toBeCloseTo(average, 6);
    expect(rows.find(({ type }) => type === 'custom')?.averageDuration).toBe(null);
  });

  test('have the average duration of the sessions that ended', async () => {
    const session = (sessionId: string, event: string, timestamp: string) =>
      buildEvent({ type: 'session', event, sessionId, userId: 'u', timestamp });
    const other = await openTestStore(postgresql, [
      session('a', 'created', '2026-11-20T10:00:00.000Z'),
      session('a', 'ended', '2026-11-20T10:30:00.000Z'),
      session('b', 'created', '2026-11-20T10:00:00.000Z'),
      session('b', 'expired', '2026-11-20T10:10:00.000Z'),
      session('c', 'created', '2026-11-20T10:00:00.000Z'),
    ]);
    const durationIn = async (range: OpenRange) =>
      (await eventStats(other.pool, range)).averageSessionDuration;
    expect(await durationIn({})).toBe(1200);
    expect(await durationIn({ to: at('20T10:20:00') })).toBe(600);
    expect(await durationIn({ to: at('20T10:05:00') })).toBe(0);
    await other.close();
  });

  test('of an empty store are all zero', async () => {
    const empty = await openTestStore(postgresql);
    expect(await eventStats(empty.pool, {})).toEqual({
      totalEvents: 0,
      timeRange: { start: null, end: null },
      byType: {},
      byUser: {},
      topTools: {},
      errorRate: 0,
      averageSessionDuration: 0,
      tokensUsed: 0,
    });
    await empty.close();
  });
});
