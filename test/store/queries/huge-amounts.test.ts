import { describe, expect, test } from 'vitest';
import {
  activitySummary,
  activityTotals,
  dashboard,
  eventStats,
  heatmap,
  hourlyMessages,
  overview,
  requestStats,
  systemStats,
  timeline,
  topUsers,
  userTypeStats,
} from '../../../src/store/index.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';

const programs = await requirePrograms('postgres', 'initdb');

const NOW = new Date('2026-11-20T13:37:21.000Z');
const TIMESTAMP = '2026-11-20T13:32:00.000Z';
/** Its edges lie inside of the bucket and of the day of the events: these are read one by one. */
const RANGE = { from: new Date('2026-11-20T13:31:00.000Z'), to: new Date('2026-11-20T13:33:00.000Z') };

/** Numbers that are legal in JSON and in events, of every field that is counted. */
const eventsOf = (amount: number) =>
  [
    { type: 'chat', event: 'message', data: { tokensUsed: amount, duration: amount } },
    { type: 'tool', event: 'completed', data: { toolName: 'search', executionTime: amount } },
    { type: 'message', event: 'received', data: { responseTime: amount } },
    { type: 'request', event: 'completed', data: { path: '/', statusCode: 200, processTime: amount } },
    { type: 'session', event: 'ended', data: { duration: amount } },
  ].flatMap(parts => [1, 2].map(() => buildEvent({ ...parts, timestamp: TIMESTAMP })));

describe.skipIf(programs.skip)('events with amounts that nothing has', () => {
  const suite = useStore(programs);

  test.each([1e19, 1e308])('of %d count as if they said none, in every answer', async amount => {
    const store = suite.get();
    const { pool } = store;
    expect(await store.write(eventsOf(amount).map(buildRecord))).toMatchObject({ stored: 10, refused: 0 });
    const inZone = { ...RANGE, timeZone: 'UTC' };

    for (const range of [RANGE, {}]) {
      expect(await eventStats(pool, range)).toMatchObject({ totalEvents: 10, tokensUsed: 0 });
      expect(await eventStats(pool, { ...range, userId: 'user_1' })).toMatchObject({ tokensUsed: 0 });
      const types = await userTypeStats(pool, { ...range, userId: 'user_1' });
      expect(types.map(({ averageDuration }) => averageDuration)).toEqual([null, null, null, null, null]);
      expect(await topUsers(pool, { ...range, limit: 5 })).toMatchObject([{ events: 10, tokens: 0 }]);
    }
    const points = await timeline(pool, { ...inZone, interval: 'hour' });
    expect(points).toMatchObject([{ events: 10, tokens: 0, averageResponseTime: null }]);
    expect((await overview(pool, inZone)).averageResponseTime.value).toBe(null);
    expect((await heatmap(pool, inZone)).reduce((sum, { events }) => sum + events, 0)).toBe(10);
    expect(await hourlyMessages(pool, {})).toMatchObject([{ messageCount: 4 }]);
    expect(await requestStats(pool, 'hour', NOW)).toMatchObject({ request_count: 2, avg_process_time: 0 });
    const totals = await activityTotals(pool, NOW);
    expect((await activitySummary(pool, NOW, totals)).messages.avg_response_time).toBe(0);
    expect((await systemStats(pool, 'hour', NOW)).metrics).toEqual([]);
    expect((await dashboard(pool, NOW, 'UTC')).messages.value).toBe(4);
  });
});
