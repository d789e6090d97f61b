import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityEvent } from '../../../src/events/index.ts';
import {
  activitySummary,
  activityTotals,
  dashboard,
  requestStats,
  type Store,
  systemStats,
} from '../../../src/store/index.ts';
import { buildRandomEvents } from '../../support/random-events.ts';
import { buildEvent } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { TEST_DATABASES, type TestDatabases } from '../../support/test-databases.ts';
import { openTestStore } from '../../support/test-store.ts';

const programs = await requirePrograms('postgres', 'initdb');

const NOW = new Date('2026-11-20T13:37:21.000Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERIODS = { hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY } as const;

const isMessage = ({ type }: ActivityEvent) => type === 'chat' || type === 'message';
const since = (ms: number) => (event: ActivityEvent) =>
  Date.parse(event.timestamp) >= NOW.getTime() - ms && Date.parse(event.timestamp) < NOW.getTime();
const usersOf = (events: readonly ActivityEvent[]) =>
  new Set(events.flatMap(({ userId }) => (userId === null ? [] : [userId]))).size;

describe.skipIf(programs.skip).each(TEST_DATABASES)('statistics for operators, on $name,', ({ start }) => {
  const events = [
    ...buildRandomEvents(2000, ago(20 * DAY), NOW, 3),
    ...buildRandomEvents(300, ago(2 * HOUR), NOW, 4),
  ];
  const samples = Array.from({ length: 1500 }, (_, i) =>
    buildEvent({
      type: 'system',
      event: 'sample',
      data: { cpuUsage: i % 100, memoryUsage: 40, queueLength: i % 7, activeRequests: 2 },
      timestamp: ago((i + 1) * MINUTE).toISOString(),
    }),
  );
  let postgresql: TestDatabases;
  let store: Store;

  beforeAll(async () => {
    postgresql = await start(programs);
    store = await openTestStore(postgresql, [...events, ...samples]);
  });
  afterAll(async () => {
    await store.close();
    await postgresql.close();
  });

  test.each(Object.entries(PERIODS))('count the requests of the last %s', async (period, ms) => {
    const own = events.filter(event => event.type === 'request' && since(ms)(event)).map(({ data }) => data);
    const errors = own.filter(({ statusCode }) => Number(statusCode) >= 400).length;
    const result = await requestStats(store.pool, period as 'hour', NOW);
    expect(result).toMatchObject({ period, request_count: own.length, error_count: errors });
    expect(result.error_rate).toBeCloseTo(errors / own.length, 10);
    const time = own.reduce((sum, { processTime }) => sum + Number(processTime), 0) / own.length;
    expect(result.avg_process_time).toBeCloseTo(time, 6);
    const paths = [...new Set(own.map(({ path }) => String(path)))]
      .map(path => ({ path, count: own.filter(data => data['path'] === path).length }))
      .sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
    expect(result.top_endpoints).toEqual(paths.slice(0, 5));
  });

  test('say what is stored in request_logs too', async () => {
    const { rows } = await store.pool.query(
      'SELECT count(*) AS count, avg(process_time) AS time FROM request_logs WHERE "timestamp" >= $1 AND "timestamp" < $2',
      [ago(DAY), NOW],
    );
    const result = await requestStats(store.pool, 'day', NOW);
    expect(result.request_count).toBe(rows[0].count);
    expect(result.avg_process_time).toBeCloseTo(rows[0].time, 6);
  });

  test('average the samples of the last hour, and show each', async () => {
    const own = samples.slice(0, 60);
    const average = (name: string) => own.reduce((sum, { data }) => sum + Number(data[name]), 0) / 60;
    const result = await systemStats(store.pool, 'hour', NOW);
    expect(result).toMatchObject({
      period: 'hour',
      avg_memory_usage: 40,
      current_cpu_usage: 0,
      current_memory_usage: 40,
      current_queue_length: 0,
    });
    expect(result.avg_cpu_usage).toBeCloseTo(average('cpuUsage'), 6);
    expect(result.avg_queue_length).toBeCloseTo(average('queueLength'), 6);
    expect(
      result.metrics.map(({ timestamp, cpu_usage, queue_length, active_requests }) => [
        timestamp.toISOString(),
        cpu_usage,
        queue_length,
        active_requests,
      ]),
    ).toEqual(
      own.toReversed().map(({ timestamp, data }) => [timestamp, data['cpuUsage'], data['queueLength'], 2]),
    );
  });

  test('say how long the queue is of the application that has one, whoever spoke last', async () => {
    const sample = (queueLength: number | undefined, at: Date) =>
      buildEvent({
        type: 'system',
        event: 'sample',
        data: { cpuUsage: 50, memoryUsage: 60, ...(queueLength !== undefined && { queueLength }) },
        timestamp: at.toISOString(),
      });
    const own = await openTestStore(postgresql, [sample(7, ago(2 * MINUTE)), sample(undefined, ago(MINUTE))]);
    expect(await systemStats(own.pool, 'hour', NOW)).toMatchObject({
      current_cpu_usage: 50,
      current_memory_usage: 60,
      current_queue_length: 7,
      avg_queue_length: 7,
    });
    await own.close();
  });

  test('show at most 500 points of a long period', async () => {
    const { metrics } = await systemStats(store.pool, 'day', NOW);
    expect(metrics.length).toBeLessThanOrEqual(500);
    expect(metrics.length).toBeGreaterThan(450);
    expect(metrics.at(-1)!.timestamp).toEqual(ago(MINUTE));
  });

  test.each([0, MINUTE, 3 * DAY])('sum up messages and users, on totals of %d ms ago', async age => {
    const messages = events.filter(isMessage);
    const totals = await activityTotals(store.pool, ago(age));
    const { messages: counts, users } = await activitySummary(store.pool, NOW, totals);
    const times = messages
      .filter(since(DAY))
      .map(({ data }) => Number(data['duration'] ?? data['responseTime']));
    expect(counts).toEqual({
      total: messages.length,
      last_hour: messages.filter(since(HOUR)).length,
      last_24h: messages.filter(since(DAY)).length,
      avg_response_time: Math.round(times.reduce((sum, time) => sum + time, 0) / times.length),
    });
    expect(users).toEqual({
      total: usersOf(messages),
      active_today: usersOf(messages.filter(({ timestamp }) => timestamp >= '2026-11-20')),
      active_this_week: usersOf(messages.filter(since(7 * DAY))),
    });
  });

  test('show what happens now', async () => {
    const board = await dashboard(store.pool, NOW, 'UTC');
    const messages = events.filter(isMessage);
    expect(board.messages.value).toBe(messages.filter(since(DAY)).length);
    expect(board.messages.previous).toBe(messages.filter(since(2 * DAY)).length - board.messages.value!);
    expect(board.users.last30Minutes).toBe(usersOf(events.filter(since(30 * MINUTE))));
    expect(board.users.active.map(({ userId }) => userId).sort()).toEqual(
      [...new Set(events.filter(since(30 * MINUTE)).flatMap(({ userId }) => userId ?? []))].sort(),
    );
    expect(board.users.today).toBe(usersOf(events.filter(({ timestamp }) => timestamp >= '2026-11-20')));
    expect(board.users.sparkline).toHaveLength(7);
    expect(board.lastErrors).toHaveLength(10);
    expect(board.lastErrors.every(({ type }) => type === 'error')).toBe(true);
    expect(board.store.deadLetters).toBe(0);
    expect(board.store.connections).toBeGreaterThan(0);
    expect(board.store.lastStoredAt).toBeInstanceOf(Date);
  });

  test('count who was there today from midnight on, also where that divides an hour of UTC', async () => {
    const at = (userId: string, timestamp: string) => buildEvent({ userId, timestamp });
    const own = await openTestStore(postgresql, [
      at('yesterday', '2026-11-19T18:10:00.000Z'),
      at('just after midnight', '2026-11-19T18:20:00.000Z'),
    ]);
    const { users } = await dashboard(own.pool, NOW, 'Asia/Kathmandu');
    expect(users.today).toBe(1);
    expect(users.sparkline.at(-1)).toBe(1);
    await own.close();
  });

  test('of an empty store are zero', async () => {
    const empty = await openTestStore(postgresql);
    expect(await requestStats(empty.pool, 'day', NOW)).toEqual({
      period: 'day',
      request_count: 0,
      avg_process_time: 0,
      error_count: 0,
      error_rate: 0,
      top_endpoints: [],
    });
    expect(await systemStats(empty.pool, 'hour', NOW)).toEqual({
      period: 'hour',
      avg_cpu_usage: 0,
      avg_memory_usage: 0,
      avg_queue_length: 0,
      current_cpu_usage: 0,
      current_memory_usage: 0,
      current_queue_length: 0,
      metrics: [],
    });
    expect(await activitySummary(empty.pool, NOW, await activityTotals(empty.pool, NOW))).toEqual({
      messages: { total: 0, last_hour: 0, last_24h: 0, avg_response_time: 0 },
      users: { total: 0, active_today: 0, active_this_week: 0 },
    });
    expect((await dashboard(empty.pool, NOW, 'UTC')).store.lastStoredAt).toBe(null);
    await empty.close();
  });
});
