import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OverviewAnswer, UsersAnswer } from '../../../src/api/analytics.ts';
import type { ActivityEvent } from '../../../src/events/index.ts';
import { openStore, type Store } from '../../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildRandomEvents } from '../../support/random-events.ts';
import { buildEvent } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { openTestStore } from '../../support/test-store.ts';
import { type Asker, startQuestionApp } from './question-app.ts';

const programs = await requirePrograms('postgres', 'initdb');

const NOW = Date.now();
const FROM = new Date(NOW - 3 * 86_400_000);

/** Every route that answers questions, and who may ask. */
const ROUTES: Readonly<Record<string, readonly Asker[]>> = {
  '/api/v1/monitoring/events': ['admin', 'user'],
  '/api/v1/monitoring/export': ['admin', 'user'],
  '/api/v1/monitoring/stats': ['admin', 'user'],
  '/api/v1/monitoring/users/ada/stats': ['admin', 'user'],
  '/api/v1/monitoring/users/eve/stats': ['admin'],
  '/api/admin/stats/requests': ['admin'],
  '/api/admin/stats/system': ['admin'],
  '/api/analytics/overview': ['admin'],
  '/api/analytics/timeline': ['admin'],
  '/api/analytics/users': ['admin'],
  '/api/analytics/heatmap': ['admin'],
  '/api/monitoring/dashboard': ['admin'],
  '/api/monitoring/export': ['admin'],
  '/debug/metrics': ['admin'],
};
const ASKERS: readonly Asker[] = ['admin', 'user', 'service', 'nobody'];

interface Page {
  readonly events: ActivityEvent[];
  readonly nextCursor: string | null;
}

describe.skipIf(programs.skip)('routes that answer questions', () => {
  const events = [
    ...buildRandomEvents(700, FROM, new Date(NOW - 1000), 11).map(event =>
      event.userId === 'user_0' ? { ...event, userId: 'ada' } : event,
    ),
    buildEvent({ userId: 'eve', data: { userMessage: '=HYPERLINK("http://x","y")' } }),
    buildEvent({ id: '=1+1', userId: '+eve', sessionId: '@a', data: { userMessage: 'a "b",\nc' } }),
  ];
  let postgresql: TestPostgresql;
  let store: Store;
  let server: Awaited<ReturnType<typeof startQuestionApp>>;

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
    store = await openTestStore(postgresql, events);
    server = await startQuestionApp(store);
  });
  afterAll(async () => {
    await server.close();
    await store.close();
    await postgresql.close();
  });

  const read = async <T = unknown>(path: string, asker: Asker = 'admin') => {
    const response = await server.ask(path, asker);
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  };
  const own = events.filter(({ userId }) => userId === 'ada');
  const idsOf = (list: readonly ActivityEvent[]) => list.map(({ id }) => id).sort();

  test.each(Object.keys(ROUTES).flatMap(path => ASKERS.map(asker => [path, asker] as const)))(
    '%s answers %s as the table has it',
    async (path, asker) => {
      const response = await server.ask(path, asker);
      const body = (await response.json()) as { error?: string };
      if (ROUTES[path]!.includes(asker)) expect(response.status).toBe(200);
      else if (asker === 'nobody') expect([response.status, body.error]).toEqual([401, 'TOKEN_MISSING']);
      else
        expect([response.status, body.error]).toEqual([403, expect.stringMatching(/^(ROLE|USER)_REFUSED$/)]);
    },
  );

  test.each(
    Object.keys(ROUTES).flatMap(path => (['admin', 'user'] as const).map(asker => [path, asker] as const)),
  )(
    '%s answers %s with the cookie of the panel in the same way, and no page of another site',
    async (path, asker) => {
      const response = await server.askByCookie(path, asker);
      await response.text();
      expect(response.status).toBe(ROUTES[path]!.includes(asker) ? 200 : 403);
      for (const site of ['cross-site', 'same-site']) {
        const refused = await server.askByCookie(path, asker, site);
        expect([refused.status, await refused.json()]).toEqual([
          403,
          expect.objectContaining({ error: 'ORIGIN_REFUSED' }),
        ]);
      }
    },
  );

  test('give users their own data alone, whatever they ask for', async () => {
    const page = await read<{ events: ActivityEvent[] }>('/api/v1/monitoring/events?limit=1000', 'user');
    expect(idsOf(page.events)).toEqual(idsOf(own));
    const { stats } = await read<{ stats: object }>('/api/v1/monitoring/stats', 'user');
    expect(stats).toMatchObject({ totalEvents: own.length, byUser: { ada: own.length } });
    expect(idsOf(await read<ActivityEvent[]>('/api/v1/monitoring/export', 'user'))).toEqual(idsOf(own));
    const byCookie = await server.askByCookie('/api/v1/monitoring/events?limit=1000', 'user');
    expect(idsOf(((await byCookie.json()) as Page).events)).toEqual(idsOf(own));
    for (const path of ['events', 'stats', 'export']) {
      const response = await server.ask(`/api/v1/monitoring/${path}?userId=eve`, 'user');
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: 'USER_REFUSED', field: 'userId' });
    }
  });

  test('list events page by page', async () => {
    const found: ActivityEvent[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await read<Page>(
        `/api/v1/monitoring/events?limit=300${cursor && `&cursor=${cursor}`}`,
      );
      found.push(...page.events);
      cursor = page.nextCursor;
    }
    const byId = new Map(events.map(event => [event.id, event]));
    expect(found).toHaveLength(events.length);
    for (const event of found) expect(event).toEqual(byId.get(event.id));
  });

  test('have the statistics in exactly the shape that is promised', async () => {
    const { stats } = await read<{ stats: object }>('/api/v1/monitoring/stats');
    expect(stats).toEqual({
      totalEvents: events.length,
      timeRange: { start: expect.any(String), end: expect.any(String) },
      byType: expect.objectContaining({ chat: expect.any(Number) }),
      byUser: expect.objectContaining({ eve: 1 }),
      topTools: expect.objectContaining({ shell: expect.any(Number) }),
      errorRate: expect.any(Number),
      averageSessionDuration: 0,
      tokensUsed: expect.any(Number),
    });
    const { types } = await read<{ types: { count: number }[] }>('/api/v1/monitoring/users/ada/stats');
    expect(types.reduce((sum, { count }) => sum + count, 0)).toBe(own.length);
  });

  test('export events as CSV that a spreadsheet shows and does not run', async () => {
    const response = await server.ask('/api/v1/monitoring/export?format=csv&userId=%2Beve');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="events-\d{4}-\d\d-\d\d\.csv"$/,
    );
    const [header, ...rows] = (await response.text()).split('\r\n');
    expect(header).toBe('id,timestamp,type,event,userId,sessionId,application,environment,instance,data');
    expect(rows).toEqual([
      expect.stringMatching(/^'=1\+1,\d{4}-.+Z,chat,message,'\+eve,'@a,assistant,test,one,"\{.+\}"$/),
      '',
    ]);
    expect(rows[0]).toContain('""a \\""b\\"",\\nc""');
  });

  test('export events as JSON and as lines of JSON, the oldest first', async () => {
    const list = await read<ActivityEvent[]>('/api/v1/monitoring/export?format=json');
    const response = await server.ask('/api/v1/monitoring/export?format=ndjson');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map(line => JSON.parse(line))).toEqual(list);
    expect(idsOf(list)).toEqual(idsOf(events));
    const times = list.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted());
    expect(await read('/api/v1/monitoring/export?userId=nobody')).toEqual([]);
  });

  test('stop asking the store when a client goes away in the middle of an export', async () => {
    const many = await openTestStore(
      postgresql,
      Array.from({ length: 4000 }, () =>
        buildEvent({ data: { text: 'x'.repeat(20_000) }, timestamp: new Date(NOW - 60_000).toISOString() }),
      ),
    );
    let pages = 0;
    const query = many.pool.query.bind(many.pool) as (...values: unknown[]) => unknown;
    Object.assign(many.pool, {
      query: (...values: unknown[]) => {
        pages++;
        return query(...values);
      },
    });
    const other = await startQuestionApp(many);
    const abort = new AbortController();
    const response = await other.ask('/api/v1/monitoring/export', 'admin', abort.signal);
    await response.body!.getReader().read();
    // Nobody reads on: the rest waits until somebody does.
    await expect.poll(() => settled(() => pages), { timeout: 10_000 }).toBe(true);
    expect(pages).toBeLessThan(15);
    abort.abort();
    await other.close();
    expect(pages).toBeLessThan(15);
    await many.close();
  });

  test('export the counts of each hour', async () => {
    const rows = await read<{ events: number }[]>('/api/monitoring/export');
    expect(rows.reduce((sum, row) => sum + row.events, 0)).toBe(events.length);
    const text = await (await server.ask('/api/monitoring/export?format=csv')).text();
    expect(text.split('\r\n')[0]).toBe(
      'hour,events,message_count,unique_users,avg_response_time,errors,tokens',
    );
    expect(text.trimEnd().split('\r\n')).toHaveLength(rows.length + 1);
  });

  test('export the counts of all hours of a year', async () => {
    const from = new Date(NOW - 366 * 86_400_000).toISOString();
    const rows = await read<{ events: number }[]>(`/api/monitoring/export?from=${from}`);
    expect(rows.length).toBeGreaterThanOrEqual(366 * 24);
    expect(rows.reduce((sum, row) => sum + row.events, 0)).toBe(events.length);
  });

  test('answer operators in exactly the shape that is promised', async () => {
    expect(await read('/api/admin/stats/requests')).toEqual({
      period: 'day',
      request_count: expect.any(Number),
      avg_process_time: expect.any(Number),
      error_count: expect.any(Number),
      error_rate: expect.any(Number),
      top_endpoints: expect.arrayContaining([{ path: expect.any(String), count: expect.any(Number) }]),
    });
    expect(await read('/api/admin/stats/system')).toMatchObject({ period: 'hour', metrics: [] });
    expect(await read('/debug/metrics')).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-.+Z$/),
      uptime: expect.any(Number),
      messages: {
        total: expect.any(Number),
        last_hour: expect.any(Number),
        last_24h: expect.any(Number),
        avg_response_time: expect.any(Number),
      },
      users: {
        total: expect.any(Number),
        active_today: expect.any(Number),
        active_this_week: expect.any(Number),
      },
      system: {
        memory_mb: expect.any(Number),
        cpu_percent: expect.any(Number),
        database_connections: expect.any(Number),
      },
    });
  });

  test('answer analytics with the range and the time zone that they are of', async () => {
    const range = 'from=2026-11-01T00:00:00%2B05:30&to=2026-11-03&tz=Asia/Kolkata';
    const line = await read<{ points: { start: string }[] }>(
      `/api/analytics/timeline?${range}&interval=hour`,
    );
    expect(line).toMatchObject({
      range: { from: '2026-10-31T18:30:00.000Z', to: '2026-11-03T00:00:00.000Z' },
      timeZone: 'Asia/Kolkata',
      interval: 'hour',
    });
    expect(line.points).toHaveLength(54);
    expect(line.points[0]?.start).toBe('2026-10-31T18:30:00.000Z');
    interface View {
      readonly events: { readonly value: number };
      readonly range: { readonly from: string; readonly to: string };
      readonly previousRange: { readonly from: string; readonly to: string };
    }
    const view = await read<View>('/api/analytics/overview');
    expect(view.events.value).toBe(events.length);
    expect(Date.parse(view.range.to) - Date.parse(view.range.from)).toBe(30 * 86_400_000);
    expect(view.previousRange.to).toBe(view.range.from);
    const compared = 'previousFrom=2026-10-31&previousTo=2026-10-31T09:00:00%2B01:00';
    expect((await read<View>(`/api/analytics/overview?${compared}`)).previousRange).toEqual({
      from: '2026-10-31T00:00:00.000Z',
      to: '2026-10-31T08:00:00.000Z',
    });
    expect((await read<{ cells: unknown[] }>('/api/analytics/heatmap')).cells).toHaveLength(168);
    expect((await read<{ users: unknown[] }>('/api/analytics/users?limit=3')).users).toHaveLength(3);
    const board = await read<{ users: { sparkline: unknown[] } }>('/api/monitoring/dashboard');
    expect(board.users.sparkline).toHaveLength(7);
  });

  test('compare with no period of which counts are gone, and say since when it is kept who did what', async () => {
    const keeping = await startQuestionApp(store, { events: 30, counts: 400 });
    const readOf = async <T>(path: string) => (await (await keeping.ask(path)).json()) as T;
    const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
    const messagesOf = async (days: number) =>
      (await readOf<OverviewAnswer>(`/api/analytics/overview?from=${daysAgo(days)}&to=${daysAgo(0)}`))
        .messages;
    expect(await messagesOf(199)).toMatchObject({ previous: 0 });
    expect(await messagesOf(365)).toMatchObject({ previous: null, change: null, value: expect.any(Number) });
    const rangeOf = async (days: number) =>
      (await readOf<UsersAnswer>(`/api/analytics/users?from=${daysAgo(days)}`)).range;
    expect((await rangeOf(29)).from).toBe(daysAgo(29));
    expect(Date.parse((await rangeOf(90)).from)).toBeGreaterThanOrEqual(Date.parse(daysAgo(30)));
    await keeping.close();
  });

  test.each([
    ['/api/v1/monitoring/events?limit=0', 'limit'],
    ['/api/v1/monitoring/events?limit=1001', 'limit'],
    ['/api/v1/monitoring/events?limit=ten', 'limit'],
    ['/api/v1/monitoring/events?user_id=ada', 'user_id'],
    ['/api/v1/monitoring/events?userId=', 'userId'],
    ['/api/v1/monitoring/events?from=yesterday', 'from'],
    ['/api/v1/monitoring/events?from=2026-02-30', 'from'],
    ['/api/v1/monitoring/events?to=2026-13-01T00:00:00Z', 'to'],
    ['/api/v1/monitoring/events?from=2026-11-02&to=2026-11-01', 'from'],
    ['/api/v1/monitoring/events?from=2026-11-02&from=2026-11-01', 'from'],
    ['/api/v1/monitoring/events?cursor=abc', 'cursor'],
    ['/api/v1/monitoring/export?format=xml', 'format'],
    ['/api/monitoring/export?format=ndjson', 'format'],
    ['/api/monitoring/export?from=2020-01-01', 'from'],
    ['/api/v1/monitoring/stats?limit=3', 'limit'],
    ['/api/admin/stats/requests?period=year', 'period'],
    ['/api/admin/stats/system?period=', 'period'],
    ['/api/analytics/timeline?interval=minute', 'interval'],
    ['/api/analytics/timeline?interval=hour&from=2020-01-01', 'interval'],
    ['/api/analytics/timeline?tz=Mars/Olympus', 'tz'],
    ['/api/analytics/heatmap?tz=%2B05:30', 'tz'],
    ['/api/analytics/users?limit=101', 'limit'],
    ['/api/analytics/overview?from=2999-01-01', 'from'],
    ['/api/analytics/overview?previousFrom=2026-11-01', 'previousFrom'],
    ['/api/analytics/overview?previousTo=2026-11-01', 'previousFrom'],
    ['/api/analytics/overview?previousFrom=2026-11-02&previousTo=2026-11-01', 'previousFrom'],
    ['/api/analytics/overview?previousFrom=2026-11-01&previousTo=soon', 'previousTo'],
  ])('%s is refused, and the answer names %s', async (path, field) => {
    const response = await server.ask(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: expect.stringMatching(/^(REQUEST|CURSOR)_INVALID$/),
      message: expect.any(String),
      field: expect.stringContaining(field),
      expected: expect.any(String),
      found: expect.any(String),
    });
  });

  test('say that the store is away, and when to ask again', async () => {
    const away = openStore({ connection: { connectionString: 'postgresql://nobody:x@127.0.0.1:1/none' } });
    const other = await startQuestionApp(away);
    for (const path of Object.keys(ROUTES)) {
      const response = await other.ask(path);
      expect([path, response.status]).toEqual([path, 503]);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(await response.json()).toMatchObject({ error: 'STORE_UNAVAILABLE' });
    }
    await other.close();
    await away.close();
  });

  test('are described by OpenAPI, with the data of each type of event', async () => {
    const response = await server.ask('/docs/json', 'nobody');
    const api = (await response.json()) as {
      openapi: string;
      paths: Record<string, { get: Record<string, object> }>;
      components: { schemas: Record<string, object> };
    };
    expect(api.openapi).toBe('3.1.0');
    const paths = Object.keys(ROUTES).map(path => path.replace(/users\/(ada|eve)/, 'users/{userId}'));
    expect(Object.keys(api.paths)).toEqual(expect.arrayContaining(paths));
    for (const path of paths) {
      expect(api.paths[path]?.get).toMatchObject({
        summary: expect.any(String),
        tags: [expect.any(String)],
        security: [{ bearer: [] }],
        responses: { 200: expect.anything(), '4XX': expect.anything(), '5XX': expect.anything() },
      });
    }
    expect(api.components.schemas['ToolEvent']).toMatchObject({
      properties: {
        type: { enum: ['tool'] },
        data: { properties: { result: { enum: ['success', 'error'] } } },
      },
    });
  });

  test('have a page that loads nothing from elsewhere', async () => {
    const response = await server.ask('/docs/', 'nobody');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    const html = await response.text();
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const part = await fetch(new URL(path!, `${server.url}/docs/`));
      expect([path, part.status]).toEqual([path, 200]);
      await part.arrayBuffer();
    }
  });
});

/** Whether a number has stayed the same for a while. */
async function settled(read: () => number): Promise<boolean> {
  const before = read();
  await new Promise(resolve => setTimeout(resolve, 300));
  return before === read();
}
