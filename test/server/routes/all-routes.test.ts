import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { requirePrograms } from '../../support/servers.ts';
import { collectRoutes } from './route-watch.ts';
import { ASKERS, type Asker, startRunningServer } from './running-server.ts';

const programs = await requirePrograms('postgres', 'initdb');

/** Who may: everybody, who asks from the machine itself, or who has a token of one of these roles. */
type Access = 'everybody' | 'this machine' | readonly Exclude<Asker, 'nobody'>[];

const ADMIN = ['admin'] as const;
/** Users ask about themselves alone. */
const PEOPLE = ['admin', 'user'] as const;
/** With these anybody checks what an administrator exported. */
const ALL_ROLES = ['admin', 'user', 'service'] as const;
const SENDERS = ['admin', 'service'] as const;

/** Every route of the server, and who may use it; what holds for a GET holds for the HEAD that Fastify adds to it. */
const ROUTES: Readonly<Record<string, Access>> = {
  'GET /*': 'everybody',
  'GET /assets/*': 'everybody',
  'GET /health': 'everybody',
  'GET /health/live': 'everybody',
  'GET /health/ready': 'everybody',
  'GET /runbooks': 'everybody',
  'GET /runbooks/:name': 'everybody',
  'GET /docs': 'everybody',
  'GET /docs/': 'everybody',
  'GET /docs/json': 'everybody',
  'GET /docs/yaml': 'everybody',
  'GET /docs/static/*': 'everybody',
  'GET /docs/static/index.html': 'everybody',
  'GET /docs/static/swagger-initializer.js': 'everybody',
  'GET /api/v1/session': 'everybody',
  'POST /api/v1/session': 'everybody',
  'DELETE /api/v1/session': 'everybody',
  'GET /api/v1/session/oidc': 'everybody',
  'GET /api/v1/session/oidc/callback': 'everybody',

  'GET /metrics': 'this machine',
  'POST /api/v1/alertmanager': 'this machine',
  'POST /api/v1/ci': 'this machine',

  'POST /api/v1/events': SENDERS,

  'GET /api/v1/monitoring/events': PEOPLE,
  'GET /api/v1/monitoring/stats': PEOPLE,
  'GET /api/v1/monitoring/users/:userId/stats': PEOPLE,
  'GET /api/v1/monitoring/export': PEOPLE,
  'GET /api/v1/privacy/users/:userId/export': PEOPLE,
  'GET /api/v1/privacy/users/:userId/consent': PEOPLE,
  'PUT /api/v1/privacy/users/:userId/consent': PEOPLE,
  'GET /api/v1/panel': PEOPLE,

  'GET /api/v1/audit/key': ALL_ROLES,
  'GET /api/v1/audit/checkpoint': ALL_ROLES,

  'DELETE /api/v1/privacy/users/:userId': ADMIN,
  'GET /api/v1/privacy/consents': ADMIN,
  'GET /api/v1/monitoring/stream': ADMIN,
  'GET /api/v1/events/dead-letters': ADMIN,
  'POST /api/v1/events/dead-letters/resend': ADMIN,
  'GET /api/v1/deliveries/dead-letters': ADMIN,
  'POST /api/v1/deliveries/dead-letters/resend': ADMIN,
  'GET /api/v1/incidents': ADMIN,
  'GET /api/v1/incidents/:id': ADMIN,
  'POST /api/v1/incidents/:id/acknowledge': ADMIN,
  'GET /api/v1/alerts': ADMIN,
  'GET /api/v1/audit': ADMIN,
  'GET /api/v1/audit/export': ADMIN,
  'GET /api/v1/health': ADMIN,
  'GET /api/admin/stats/requests': ADMIN,
  'GET /api/admin/stats/system': ADMIN,
  'GET /api/analytics/overview': ADMIN,
  'GET /api/analytics/timeline': ADMIN,
  'GET /api/analytics/users': ADMIN,
  'GET /api/analytics/heatmap': ADMIN,
  'GET /api/monitoring/dashboard': ADMIN,
  'GET /api/monitoring/export': ADMIN,
  'GET /debug/metrics': ADMIN,
  'GET /debug/message-stream': ADMIN,
  'GET /debug/health-quick': ADMIN,
};

/** What stands for the parameters of paths: the user is the one of the token of the role `user`. */
const PARAMETERS: Readonly<Record<string, string>> = {
  ':userId': 'ada',
  ':id': '01890a5d-ac96-774b-bcce-b302099a8057',
  ':name': 'EventDeadLetters',
  '*': 'index.html',
};
/** As a proxy adds it: whoever asks is not on the machine of the server. */
const FROM_ELSEWHERE = { 'x-forwarded-for': '192.0.2.1' };
/** Each route is asked by several, some twice. */
const NO_LIMITS = { admin: 10_000, user: 10_000, service: 10_000, refused: 10_000 };

const splitRoute = (route: string) => route.split(' ') as [method: string, path: string];
const addressOf = (path: string) => path.replace(/:\w+|\*/g, name => PARAMETERS[name]!);
const rowOf = (route: string) => route.replace('HEAD ', 'GET ');

describe.skipIf(programs.skip)('the routes of a whole server', { timeout: 60_000 }, () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql?.close());

  const start = async () => {
    const databaseUrl = await postgresql.createDatabase();
    const { opened: server, routes } = await collectRoutes(() =>
      startRunningServer(databaseUrl, { auth: { requestsPerMinute: NO_LIMITS } }),
    );
    return { ...server, routes };
  };

  /** The status alone: a stream has no end. */
  const statusOf = async (url: string, route: string, headers: Record<string, string>) => {
    const [method, path] = splitRoute(route);
    const stop = new AbortController();
    const init = { method, headers, signal: stop.signal, redirect: 'manual' } as const;
    const { status } = await fetch(`${url}${addressOf(path)}`, init);
    stop.abort();
    return status;
  };

  test('are those of the table', async () => {
    const { routes } = await start();
    expect([...new Set(routes.map(rowOf))].sort()).toEqual(Object.keys(ROUTES).sort());
  });

  test('let in whom the table names, and refuse everybody else', async () => {
    const { url, routes, headersOf } = await start();
    const headers = new Map<Asker, Record<string, string>>();
    for (const asker of ASKERS) headers.set(asker, { ...FROM_ELSEWHERE, ...(await headersOf(asker)) });
    const wrong: string[] = [];
    for (const route of new Set([...routes, ...Object.keys(ROUTES)])) {
      const access = ROUTES[rowOf(route)]!;
      for (const asker of ASKERS) {
        const status = await statusOf(url, route, headers.get(asker)!);
        if (!isAsExpected(status, access, asker)) wrong.push(`${route} answers ${asker} with ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('of scrapes, alerts and reports let in who asks from the machine itself', async () => {
    const { url } = await start();
    for (const [route] of Object.entries(ROUTES).filter(([, access]) => access === 'this machine')) {
      const status = await statusOf(url, route, {});
      expect([route, status]).toEqual([route, route.startsWith('GET') ? 200 : 400]);
    }
  });

  test('are described: what each does, how it refuses, and which token it needs', async () => {
    const { get } = await start();
    const { paths } = (await get('/docs/json', 'nobody')).body as Description;
    const described: string[] = [];
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
        described.push(route);
        expect([route, describeOperation(operation)]).toEqual([
          route,
          { hasText: true, hasRefusal: true, security: securityOf(ROUTES[route]) },
        ]);
      }
    }
    // The exposition, the description itself, and the files of the panel have no operation.
    const isUndescribed = (route: string) => / \/(?:\*|assets|docs|metrics)/.test(route);
    expect(described.sort()).toEqual(
      Object.keys(ROUTES)
        .filter(route => !isUndescribed(route))
        .sort(),
    );
  });

  test('that take events say which bodies they take, and how they refuse', async () => {
    const { get } = await start();
    const { paths } = (await get('/docs/json', 'nobody')).body as Description;
    const { requestBody, responses } = paths['/api/v1/events']!['post']!;
    expect(Object.keys(requestBody!.content)).toEqual([
      'application/json',
      'application/x-ndjson',
      'application/ndjson',
      'application/jsonl',
    ]);
    for (const status of ['400', '401', '403', '413', '415', '429', '503']) {
      expect(responses[status]).toMatchObject({
        description: expect.stringMatching(/\w/),
        content: { 'application/json': { schema: { required: ['error', 'message'] } } },
      });
    }
  });
});

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

function describeOperation({ summary, description, security, responses }: Operation) {
  const refusals = Object.entries(responses).filter(([status]) => /^4(?:\d\d|XX)$/.test(status));
  const hasRefusal = refusals.some(([, { content }]) => content?.['application/json'] !== undefined);
  return { hasText: Boolean(summary ?? description), hasRefusal, security };
}

/** Scrapes have a scheme of their own, since they may have other tokens. */
function securityOf(access: Access | undefined) {
  if (access === 'everybody') return undefined;
  return access === 'this machine' ? [{ metrics: [] }] : [{ bearer: [] }];
}

/** Where somebody may, another refusal is fine, e.g. of the body that is missing. */
function isAsExpected(status: number, access: Access, asker: Asker): boolean {
  const isRefused = status === 401 || status === 403;
  if (access === 'everybody') return !isRefused && status < 500;
  if (access === 'this machine') return isRefused;
  if (asker === 'nobody') return status === 401;
  return access.includes(asker) ? !isRefused && status < 500 : status === 403;
}
