import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Interval } from '../../../src/api/analytics.ts';
import type { ActivityEvent } from '../../../src/events/index.ts';
import {
  heatmap,
  hourlyMessages,
  overview,
  type Store,
  type TimeRange,
  timeline,
  topUsers,
} from '../../../src/store/index.ts';
import { buildRandomEvents } from '../../support/random-events.ts';
import { buildEvent } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { TEST_DATABASES, type TestDatabases } from '../../support/test-databases.ts';
import { openTestStore } from '../../support/test-store.ts';

const programs = await requirePrograms('postgres', 'initdb');

/** The clocks of New York go back on November 1, at 6:00 UTC. */
const FROM = new Date('2026-10-27T00:00:00.000Z');
const TO = new Date('2026-11-06T00:00:00.000Z');
const CUT: TimeRange = {
  from: new Date('2026-10-28T03:07:11.000Z'),
  to: new Date('2026-11-04T21:33:44.555Z'),
};
const HOUR_MS = 3_600_000;
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York'];

const isMessage = ({ type }: ActivityEvent) => type === 'chat' || type === 'message';
const isFailure = ({ type, data }: ActivityEvent) =>
  type === 'error' || data['result'] === 'error' || Number(data['statusCode'] ?? 0) >= 400;
const timeIn =
  ({ from, to }: TimeRange) =>
  (event: ActivityEvent) =>
    event.timestamp >= from.toISOString() && event.timestamp < to.toISOString();
const usersOf = (events: readonly ActivityEvent[]) =>
  new Set(events.flatMap(({ userId }) => (userId === null ? [] : [userId]))).size;
const averageOf = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const responseTimes = (events: readonly ActivityEvent[]) =>
  events.filter(isMessage).map(({ data }) => Number(data['duration'] ?? data['responseTime']));

function groupBy(events: readonly ActivityEvent[], keyOf: (event: ActivityEvent) => string) {
  const groups = new Map<string, ActivityEvent[]>();
  for (const event of events) groups.set(keyOf(event), [...(groups.get(keyOf(event)) ?? []), event]);
  return groups;
}

const clocks = new Map<string, Intl.DateTimeFormat>();
/** What clocks and calendars of a zone show: another source of time zones than PostgreSQL's. */
function localOf(time: string | Date, timeZone: string) {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(timeZone, clock);
  }
  const [day, clockTime] = clock.format(new Date(time)).split(' ') as [string, string];
  return { day, hour: Number(clockTime.slice(0, 2)), weekday: new Date(day).getUTCDay() || 7 };
}

/** Which point of a timeline an event belongs to, told by the calendar. */
const labelOf: Readonly<Record<Interval, (time: string | Date, zone: string) => string>> = {
  // An hour that the clocks show twice is two points, and so is named by UTC.
  hour: (time, zone) => {
    const { day, hour } = localOf(time, zone);
    return `${day} ${hour} ${zone === 'America/New_York' ? new Date(time).toISOString().slice(11, 13) : ''}`;
  },
  day: (time, zone) => localOf(time, zone).day,
  week: (time, zone) => {
    const { day, weekday } = localOf(time, zone);
    return new Date(Date.parse(day) - (weekday - 1) * 86_400_000).toISOString().slice(0, 10);
  },
  month: (time, zone) => localOf(time, zone).day.slice(0, 7),
};

describe.skipIf(programs.skip).each(TEST_DATABASES)('analytics, on $name,', ({ start }) => {
  const events = buildRandomEvents(4000, FROM, TO, 7);
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

  const cases = ZONES.flatMap(timeZone =>
    (['hour', 'day', 'week', 'month'] as const).map(interval => ({ timeZone, interval })),
  );

  test.each(cases)('have a timeline by $interval in $timeZone', async ({ timeZone, interval }) => {
    const points = await timeline(store.pool, { ...CUT, timeZone, interval });
    const label = (time: string | Date) => labelOf[interval](time, timeZone);
    const byLabel = groupBy(events.filter(timeIn(CUT)), ({ timestamp }) => label(timestamp));
    // Users are counted by hours of UTC, each in the interval in which it begins, as far as that is in the range.
    const byHour = groupBy(events.filter(timeIn(CUT)), ({ timestamp }) => {
      const hourMs = Math.floor(Date.parse(timestamp) / HOUR_MS) * HOUR_MS;
      return label(new Date(Math.max(hourMs, CUT.from.getTime())));
    });
    expect([...byLabel.keys()].filter(key => !points.some(({ start }) => label(start) === key))).toEqual([]);
    for (const point of points) {
      const own = byLabel.get(label(point.start)) ?? [];
      expect(point).toMatchObject({
        events: own.length,
        errors: own.filter(isFailure).length,
        messages: own.filter(isMessage).length,
        tokens: own.reduce(
          (sum, { type, data }) => sum + (type === 'chat' ? Number(data['tokensUsed']) : 0),
          0,
        ),
      });
      const average = averageOf(responseTimes(own));
      if (average === null) expect(point.averageResponseTime).toBe(null);
      else expect(point.averageResponseTime).toBeCloseTo(average, 6);
      const seen = byHour.get(label(point.start)) ?? [];
      expect(point.users).toBe(usersOf(seen.filter(isMessage)));
    }
  });

  test('have a timeline of one application, in which users are not told apart', async () => {
    const points = await timeline(store.pool, {
      ...CUT,
      timeZone: 'UTC',
      interval: 'day',
      application: 'bot',
    });
    const own = events.filter(event => timeIn(CUT)(event) && event.source.application === 'bot');
    expect(points.reduce((sum, point) => sum + point.events, 0)).toBe(own.length);
    expect(points.map(({ users }) => users)).toEqual(points.map(() => null));
  });

  test('have a day of 25 hours where clocks go back, and of 23 where they go forward', async () => {
    const hoursOf = async (day: string) => {
      const [from, to] = [new Date(`${day}T00:00:00Z`), new Date(Date.parse(day) + 2 * 86_400_000)];
      const points = await timeline(store.pool, { from, to, timeZone: 'America/New_York', interval: 'hour' });
      return points.filter(({ start }) => localOf(start, 'America/New_York').day === day).length;
    };
    expect(await hoursOf('2026-11-01')).toBe(25);
    expect(await hoursOf('2026-03-08')).toBe(23);
  });

  test.each(ZONES)('have a heat map in %s', async timeZone => {
    const cells = await heatmap(store.pool, { ...CUT, timeZone });
    expect(cells).toHaveLength(168);
    const byCell = groupBy(events.filter(timeIn(CUT)), ({ timestamp }) => {
      const { weekday, hour } = localOf(timestamp, timeZone);
      return `${weekday} ${hour}`;
    });
    for (const { weekday, hour, ...counts } of cells) {
      const own = byCell.get(`${weekday} ${hour}`) ?? [];
      expect(counts).toEqual({ events: own.length, messages: own.filter(isMessage).length });
    }
  });

  test.each([undefined, 'bot'])('compare a range with the one before (application %s)', async application => {
    const from = new Date('2026-11-01T09:21:03.000Z');
    const to = new Date('2026-11-04T01:55:20.000Z');
    const result = await overview(store.pool, { from, to, timeZone: 'UTC', application });
    const ofApplication = events.filter(
      event => application === undefined || event.source.application === application,
    );
    const own = ofApplication.filter(timeIn({ from, to }));
    const earlier = ofApplication.filter(timeIn({ from: new Date(2 * Number(from) - Number(to)), to: from }));
    const numbers = (list: readonly ActivityEvent[]) => ({
      events: list.length,
      messages: list.filter(isMessage).length,
      users: usersOf(list.filter(isMessage)),
      errors: list.filter(isFailure).length,
    });
    for (const [name, value] of Object.entries(numbers(own))) {
      const previous = numbers(earlier)[name as 'events'];
      const change = Math.round(((value - previous) / previous) * 1000) / 10;
      expect(result[name as 'events']).toMatchObject({ value, previous, change });
    }
    expect(result.averageResponseTime.value).toBeCloseTo(averageOf(responseTimes(own))!, 6);
    expect(result.events.sparkline).toHaveLength(4);
  });

  test('compare a range with another one', async () => {
    const previous = { from: new Date('2026-11-01T00:00:00.000Z'), to: new Date('2026-11-01T09:00:00.000Z') };
    const range = { from: new Date('2026-11-02T00:00:00.000Z'), to: new Date('2026-11-02T09:00:00.000Z') };
    const { events: counted } = await overview(store.pool, { ...range, previous, timeZone: 'UTC' });
    expect(counted).toMatchObject({
      value: events.filter(timeIn(range)).length,
      previous: events.filter(timeIn(previous)).length,
    });
  });

  test('have the most active users with what they did and when', async () => {
    const users = await topUsers(store.pool, { ...CUT, limit: 5 });
    const groups = groupBy(
      events.filter(event => event.userId !== null && timeIn(CUT)(event)),
      ({ userId }) => userId!,
    );
    const expected = [...groups]
      .map(([userId, own]) => ({
        userId,
        events: own.length,
        messages: own.filter(isMessage).length,
        errors: own.filter(isFailure).length,
        tokens: own.reduce(
          (sum, { type, data }) => sum + (type === 'chat' ? Number(data['tokensUsed']) : 0),
          0,
        ),
        firstSeen: new Date(own.map(({ timestamp }) => timestamp).sort()[0]!),
        lastSeen: new Date(
          own
            .map(({ timestamp }) => timestamp)
            .sort()
            .at(-1)!,
        ),
      }))
      .sort((a, b) => b.events - a.events || (a.userId < b.userId ? -1 : 1));
    expect(users).toEqual(expected.slice(0, 5));
  });

  test('have the messages of each hour', async () => {
    const groups = groupBy(
      events.filter(isMessage),
      ({ timestamp }) => `${timestamp.slice(0, 13)}:00:00.000Z`,
    );
    const rows = await hourlyMessages(store.pool, {});
    expect(rows).toEqual(
      [...groups.keys()].sort().map(hour => ({
        hour: new Date(hour),
        messageCount: groups.get(hour)!.length,
        uniqueUsers: usersOf(groups.get(hour)!),
      })),
    );
  });

  test('mark a day that is unlike the others, and none that is cut', async () => {
    const days = Array.from({ length: 10 }, (_, i) => `2026-11-${String(i + 1).padStart(2, '0')}`);
    const counts = [5, 6, 5, 4, 5, 30, 5, 6, 5, 40];
    const own = days.flatMap((day, i) =>
      Array.from({ length: counts[i]! }, () => buildEvent({ timestamp: `${day}T10:00:00.000Z` })),
    );
    const other = await openTestStore(postgresql, own);
    const range = { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-11-10T11:00:00Z') };
    const points = await timeline(other.pool, { ...range, timeZone: 'UTC', interval: 'day' });
    const few = await timeline(other.pool, {
      from: new Date('2026-11-03T00:00:00Z'),
      to: new Date('2026-11-10T00:00:00Z'),
      timeZone: 'UTC',
      interval: 'day',
    });
    await other.close();
    expect(points.map(({ messages }) => messages)).toEqual(counts);
    expect(points.flatMap(({ isAnomaly }, i) => (isAnomaly ? [i] : []))).toEqual([5]);
    expect(few.some(({ isAnomaly }) => isAnomaly)).toBe(false);
  });

  test('of an empty store have points and cells of zero', async () => {
    const empty = await openTestStore(postgresql);
    const question = { ...CUT, timeZone: 'UTC' };
    const points = await timeline(empty.pool, { ...question, interval: 'day' });
    expect(points).toHaveLength(8);
    expect(points[0]).toEqual({
      start: new Date('2026-10-28T00:00:00.000Z'),
      events: 0,
      errors: 0,
      messages: 0,
      users: 0,
      averageResponseTime: null,
      tokens: 0,
      isAnomaly: false,
    });
    expect((await overview(empty.pool, question)).messages).toMatchObject({
      value: 0,
      previous: 0,
      change: null,
    });
    expect(await topUsers(empty.pool, { ...CUT, limit: 9 })).toEqual([]);
    await empty.close();
  });
});
