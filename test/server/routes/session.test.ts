import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issuedFileOf, loadIssuedTokens, revokeToken } from '../../../src/server/tokens/issued-file.ts';
import { openKeyFile } from '../../../src/server/tokens/key-file.ts';
import { createSessionFacts, signSession } from '../../../src/server/tokens/session-token.ts';
import { createSignInCode } from '../../../src/server/tokens/sign-in-codes.ts';
import {
  cookieOf,
  FROM_OWN_PAGE,
  HOUR_MS,
  openPanelApp,
  SESSION_URL,
  sessionIdOf,
  startPanelApp,
} from '../panel/panel-app.ts';

const ADMIN = { role: 'admin' } as const;
const ADA = { role: 'user', userId: 'ada' } as const;
const SERVICE = { role: 'service', application: 'shop' } as const;
const PANEL_URL = '/api/v1/panel';
const ELSEWHERE = 'https://attacker.example';

let server: Awaited<ReturnType<typeof openPanelApp>>;
beforeAll(async () => {
  server = await openPanelApp();
});
afterAll(() => server.close());

const ask: typeof server.ask = (...request) => server.ask(...request);
const make: typeof server.make = (...request) => server.make(...request);
const signIn: typeof server.signIn = (...request) => server.signIn(...request);
const session: typeof server.session = cookie => server.session(cookie);

async function signInAs(holder: typeof ADMIN | typeof ADA): Promise<string> {
  return cookieOf(await signIn({ token: (await make(holder)).token }));
}

describe('GET /api/v1/session', () => {
  it('answers also where nobody is signed in', async () => {
    const response = await ask('GET', SESSION_URL);
    expect(response.status).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json()).toEqual({
      signedIn: false,
      reason: null,
      version: '1.2.3',
      name: 'assistant',
      ways: { oidc: null },
    });
  });

  it('knows tokens of the header too', async () => {
    const { token, issued } = await make(ADA);
    const response = await ask('GET', SESSION_URL, { authorization: `Bearer ${token}` });
    const expires = new Date(issued.expiresMs).toISOString();
    expect(response.json()).toMatchObject({ signedIn: true, role: 'user', userId: 'ada', expires });
    expect(response.cookies).toEqual([]);
  });

  it('names the identity provider where one is configured', async () => {
    const oidc = {
      issuer: 'https://login.example.com',
      clientId: 'a',
      scopes: ['openid'],
      buttonLabel: 'Go',
    };
    const { ask: askOther } = await startPanelApp({ oidc });
    expect((await askOther('GET', SESSION_URL)).json()).toMatchObject({
      ways: { oidc: { label: 'Go', url: '/api/v1/session/oidc' } },
    });
  });
});

describe('signing in', () => {
  it.each([
    [ADMIN, { role: 'admin', userId: null }],
    [ADA, { role: 'user', userId: 'ada' }],
  ])('by a token of %o gives a cookie that stands for it', async (holder, who) => {
    const response = await signIn({ token: (await make(holder)).token });
    expect(response.status).toBe(200);
    expect(response.json()).toMatchObject({ signedIn: true, ...who });
    expect(await session(cookieOf(response))).toMatchObject({ signedIn: true, ...who });
    expect((await ask('GET', PANEL_URL, { cookie: cookieOf(response) })).status).toBe(200);
  });

  it('gives a cookie that no script and no other site has, and that ends with the session', async () => {
    const response = await signIn({ token: (await make(ADMIN)).token });
    expect(response.cookies).toHaveLength(1);
    expect(response.cookies[0]).toMatch(
      /^aiwatch-session=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const seconds = Number(/Max-Age=(\d+)/.exec(response.cookies[0]!)![1]);
    expect(seconds).toBeLessThanOrEqual(HOUR_MS / 1000);
    expect(seconds).toBeGreaterThan(HOUR_MS / 1000 - 120);
    expect(response.body).not.toContain(cookieOf(response).split('=')[1]);
  });

  it.each([
    ['a proxy that has TLS', {}, { 'x-forwarded-proto': 'https' }],
    ['server.publicUrl', { publicUrl: 'https://monitoring.example.com' }, {}],
  ])(
    'over HTTPS, as %s says, gives a cookie of this host and for TLS alone',
    async (_what, options, headers) => {
      const other = await startPanelApp(options);
      const { token } = await other.make(ADMIN);
      const response = await other.signIn({ token }, { ...FROM_OWN_PAGE, ...headers });
      expect(response.cookies[0]).toMatch(
        /^__Host-aiwatch-session=.+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(await other.session(cookieOf(response))).toMatchObject({ signedIn: true });
    },
  );

  it('never lasts longer than the token that it began with', async () => {
    const { token, issued } = await make({ ...ADMIN, ttlMs: 90_000 });
    const { expires } = (await signIn({ token })).json<{ expires: string }>();
    expect(Date.parse(expires)).toBeLessThanOrEqual(issued.expiresMs);
  });

  it('refuses a service, which has nothing to look at', async () => {
    const response = await signIn({ token: (await make(SERVICE)).token });
    expect([response.status, response.json()['error']]).toEqual([403, 'ROLE_REFUSED']);
    expect(response.cookies).toEqual([]);
  });

  it('refuses tokens that are not valid', async () => {
    const old = await make(ADMIN, Date.now() - 3 * HOUR_MS);
    for (const [token, error] of [
      ['nonsense', 'TOKEN_INVALID'],
      [old.token, 'TOKEN_EXPIRED'],
    ]) {
      const response = await signIn({ token });
      expect([response.status, response.json()['error']]).toEqual([401, error]);
      expect(response.cookies).toEqual([]);
    }
  });

  it.each([{}, { token: 'a', code: 'b' }, { token: 1 }, { token: '' }, { user: 'ada' }, [], 'text'])(
    'refuses the body %j',
    async body => {
      expect((await signIn(body)).status).toBe(400);
    },
  );

  it('counts what fails of an address, and lets a valid token of that address in all the same', async () => {
    const limits = { admin: 100, user: 100, service: 100, refused: 3 };
    const other = await startPanelApp({ rateLimits: limits });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await other.signIn({ code: `guess-${i}` })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const refused = await other.signIn({ code: 'guess' });
    expect(refused.json()).toMatchObject({ error: 'RATE_LIMITED' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await other.signIn({ token: (await other.make(ADMIN)).token })).status).toBe(200);
  });

  it('counts those that are granted too, by the token', async () => {
    const limits = { admin: 2, user: 100, service: 100, refused: 100 };
    const other = await startPanelApp({ rateLimits: limits });
    const { token } = await other.make(ADMIN);
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await other.signIn({ token })).status);
    expect(statuses).toEqual([200, 200, 429]);
    // The token, and the two sessions.
    expect((await loadIssuedTokens(issuedFileOf(other.keyFile))).size).toBe(3);
    expect((await other.signIn({ token: (await other.make(ADMIN)).token })).status).toBe(200);
  });

  it('ends the session that the browser had before', async () => {
    const first = await signInAs(ADMIN);
    const second = cookieOf(
      await signIn({ token: (await make(ADA)).token }, { ...FROM_OWN_PAGE, cookie: first }),
    );
    expect(await session(first)).toMatchObject({ signedIn: false, reason: 'TOKEN_REVOKED' });
    expect(await session(second)).toMatchObject({ signedIn: true, role: 'user' });
  });

  it('is in the log, without token and code', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    const other = await startPanelApp({ logger });
    const { token } = await other.make(ADMIN);
    const cookie = cookieOf(await other.signIn({ token }));
    const { code } = await createSignInCode(other.keyFile, ADMIN, HOUR_MS);
    await other.signIn({ code });
    await other.signIn({ code });
    const decisions = lines.map(line => JSON.parse(line)).filter(({ signIn: decision }) => decision);
    expect(decisions.map(each => each.signIn)).toEqual(['granted', 'granted', 'SIGN_IN_CODE_INVALID']);
    for (const secret of [token, code, cookie.split('=')[1]!]) expect(lines.join('')).not.toContain(secret);
  });
});

describe('a one-time code', () => {
  it('signs in exactly once, also of many who try at once', async () => {
    const { code } = await createSignInCode(server.keyFile, ADMIN, HOUR_MS);
    const responses = await Promise.all(Array.from({ length: 8 }, () => signIn({ code })));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
    expect(responses.find(({ status }) => status === 401)!.json()).toMatchObject({
      error: 'SIGN_IN_CODE_INVALID',
      message: expect.stringContaining('aiwatch token link'),
    });
  });

  it('signs in whom it was made for', async () => {
    const { code } = await createSignInCode(server.keyFile, ADA, HOUR_MS);
    expect((await signIn({ code })).json()).toMatchObject({ role: 'user', userId: 'ada' });
  });

  it('is refused when it is too old', async () => {
    const { code } = await createSignInCode(server.keyFile, ADMIN, HOUR_MS, Date.now() - 2 * HOUR_MS);
    expect((await signIn({ code })).json()).toMatchObject({ error: 'SIGN_IN_CODE_INVALID' });
  });

  it('is refused when it was never made, also one that looks like a path', async () => {
    for (const code of ['x'.repeat(32), '../tokens', '..%2ftokens'])
      expect((await signIn({ code })).json()).toMatchObject({ error: 'SIGN_IN_CODE_INVALID' });
  });
});

describe('a session', () => {
  it('ends by signing out, also in copies of the cookie', async () => {
    const cookie = await signInAs(ADMIN);
    const response = await ask('DELETE', SESSION_URL, { ...FROM_OWN_PAGE, cookie });
    expect(response.status).toBe(204);
    expect(response.cookies).toEqual([
      expect.stringMatching(
        /^__Host-aiwatch-session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
      expect.stringMatching(/^aiwatch-session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect((await ask('GET', PANEL_URL, { cookie })).json()).toMatchObject({ error: 'TOKEN_REVOKED' });
    expect(await session(cookie)).toMatchObject({ signedIn: false, reason: 'TOKEN_REVOKED' });
  });

  it('leaves the token alone that it began with', async () => {
    const { token } = await make(ADMIN);
    const cookie = cookieOf(await signIn({ token }));
    await ask('DELETE', SESSION_URL, { ...FROM_OWN_PAGE, cookie });
    expect((await ask('GET', PANEL_URL, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it('can be signed out of where there is none', async () => {
    for (const headers of [{}, { cookie: 'aiwatch-session=nonsense' }])
      expect((await ask('DELETE', SESSION_URL, { ...FROM_OWN_PAGE, ...headers })).status).toBe(204);
  });

  it('is on the list of tokens, and is revoked there', async () => {
    const cookie = await signInAs(ADA);
    const file = issuedFileOf(server.keyFile);
    const issued = (await loadIssuedTokens(file)).get(sessionIdOf(cookie));
    expect(issued).toMatchObject({ role: 'user', userId: 'ada', signedInBy: 'token' });
    await revokeToken(file, sessionIdOf(cookie));
    await expect
      .poll(async () => (await ask('GET', PANEL_URL, { cookie })).status, { timeout: 20_000 })
      .toBe(401);
  });

  it('ends where the token is revoked that it began with', async () => {
    const { token, issued } = await make(ADMIN);
    const cookie = cookieOf(await signIn({ token }));
    expect((await ask('GET', PANEL_URL, { cookie })).status).toBe(200);
    await revokeToken(issuedFileOf(server.keyFile), issued.tokenId);
    await expect.poll(async () => (await session(cookie)).signedIn, { timeout: 20_000 }).toBe(false);
  });

  const signAt = async (issuedMs: number, untilMs: number) => {
    const [key] = await openKeyFile(server.keyFile);
    const facts = createSessionFacts({ role: 'admin', way: 'code', untilMs });
    const { token } = await signSession(key, facts, HOUR_MS, issuedMs);
    return { cookie: `aiwatch-session=${token}`, sessionId: facts.sessionId };
  };

  it('that is over is none, and its cookie goes', async () => {
    const { cookie } = await signAt(Date.now() - 3 * HOUR_MS, Date.now() + 24 * HOUR_MS);
    const response = await ask('GET', SESSION_URL, { cookie });
    expect(response.json()).toMatchObject({ signedIn: false, reason: 'TOKEN_EXPIRED' });
    expect(response.cookies.join()).toContain('aiwatch-session=; Max-Age=0');
    const refused = await ask('GET', PANEL_URL, { cookie });
    expect([refused.status, refused.json()['error']]).toEqual([401, 'TOKEN_EXPIRED']);
  });

  it('that is half over is renewed by looking at it, under the same id', async () => {
    const { cookie, sessionId } = await signAt(Date.now() - 0.6 * HOUR_MS, Date.now() + 24 * HOUR_MS);
    const response = await ask('GET', SESSION_URL, { cookie });
    const renewed = cookieOf(response);
    expect(sessionIdOf(renewed)).toBe(sessionId);
    expect(renewed).not.toBe(cookie);
    expect(Date.parse(response.json<{ expires: string }>().expires)).toBeGreaterThan(
      Date.now() + 0.5 * HOUR_MS,
    );
    expect((await ask('DELETE', SESSION_URL, { ...FROM_OWN_PAGE, cookie: renewed })).status).toBe(204);
    for (const each of [cookie, renewed]) expect(await session(each)).toMatchObject({ signedIn: false });
  });

  it('is not renewed beyond its end, nor before it is half over', async () => {
    const nowMs = Date.now();
    const ending = await signAt(nowMs - 0.6 * HOUR_MS, nowMs + 0.3 * HOUR_MS);
    expect((await ask('GET', SESSION_URL, { cookie: ending.cookie })).cookies).toEqual([]);
    const fresh = await signAt(nowMs, nowMs + 24 * HOUR_MS);
    expect((await ask('GET', SESSION_URL, { cookie: fresh.cookie })).cookies).toEqual([]);
  });
});

describe('a request with the cookie', () => {
  /** How browsers tell where a request comes from, and what is done with one that reads, and one that changes. */
  const CASES: readonly (readonly [string, Record<string, string>, boolean, boolean])[] = [
    ['of our own page', { 'sec-fetch-site': 'same-origin' }, true, true],
    ['typed into the browser', { 'sec-fetch-site': 'none' }, true, false],
    ['of another port of this machine', { 'sec-fetch-site': 'same-site' }, false, false],
    ['of another site', { 'sec-fetch-site': 'cross-site' }, false, false],
    ['of another site that lies', { 'sec-fetch-site': 'cross-site', 'x-aiwatch-request': '1' }, false, false],
    ['of another site in an old browser', { origin: ELSEWHERE }, false, false],
    ['of a document without origin', { origin: 'null' }, false, false],
    ['of an old browser', {}, true, false],
    ['of an old browser on our own page', { 'x-aiwatch-request': '1' }, true, true],
  ];

  it.each(CASES)('%s', async (_what, headers, mayRead, mayChange) => {
    const cookie = await signInAs(ADMIN);
    const read = await ask('GET', PANEL_URL, { ...headers, cookie });
    expect(read.status).toBe(mayRead ? 200 : 403);
    if (!mayRead) expect(read.json()).toMatchObject({ error: 'ORIGIN_REFUSED' });
    const out = await ask('DELETE', SESSION_URL, { ...headers, cookie });
    expect(out.status).toBe(mayChange ? 204 : 403);
    expect(await session(cookie)).toMatchObject({ signedIn: !mayChange });
  });

  it('is known by its Origin too', async () => {
    const cookie = await signInAs(ADMIN);
    const origin = server.url;
    for (const other of ['http://127.0.0.1:1', 'http://127.0.0.1', `${origin}0`, 'nonsense', ''])
      expect((await ask('DELETE', SESSION_URL, { origin: other, cookie })).status).toBe(403);
    expect((await ask('DELETE', SESSION_URL, { origin, cookie })).status).toBe(204);
  });

  it('is none of a name that leads to loopback', async () => {
    const cookie = await signInAs(ADMIN);
    const headers = { ...FROM_OWN_PAGE, cookie, host: 'attacker.example' };
    for (const [method, path] of [
      ['GET', PANEL_URL],
      ['GET', SESSION_URL],
      ['DELETE', SESSION_URL],
    ] as const) {
      const response = await ask(method, path, headers);
      expect([response.status, response.json()['error']]).toEqual([403, 'HOST_REFUSED']);
    }
  });

  it('counts beside a name and a password, which are for somebody else', async () => {
    const cookie = await signInAs(ADMIN);
    const headers = { cookie, authorization: `Basic ${Buffer.from('a:b').toString('base64')}` };
    expect((await ask('GET', PANEL_URL, headers)).status).toBe(200);
    expect((await ask('GET', PANEL_URL, { ...headers, origin: ELSEWHERE })).status).toBe(403);
  });

  it('counts for nothing beside a bearer token', async () => {
    const cookie = await signInAs(ADMIN);
    const headers = { ...FROM_OWN_PAGE, cookie, authorization: 'Bearer nonsense' };
    expect((await ask('GET', PANEL_URL, headers)).json()).toMatchObject({ error: 'TOKEN_INVALID' });
    const { token } = await make(SERVICE);
    const ofService = { ...FROM_OWN_PAGE, cookie, authorization: `Bearer ${token}` };
    expect((await ask('GET', PANEL_URL, ofService)).json()).toMatchObject({ error: 'ROLE_REFUSED' });
  });

  it('with a token in the header may come from anywhere', async () => {
    const { token } = await make(ADMIN);
    const headers = { origin: ELSEWHERE, 'sec-fetch-site': 'cross-site', authorization: `Bearer ${token}` };
    expect((await ask('GET', PANEL_URL, headers)).status).toBe(200);
  });

  it('does not sign in for a page of another site', async () => {
    const { token } = await make(ADMIN);
    for (const headers of [{ origin: ELSEWHERE }, { 'sec-fetch-site': 'cross-site' }]) {
      const response = await signIn({ token }, headers);
      expect([response.status, response.json()['error']]).toEqual([403, 'ORIGIN_REFUSED']);
      expect(response.cookies).toEqual([]);
    }
    expect((await signIn({ token }, {})).status).toBe(200);
  });
});

describe('GET /api/v1/panel', () => {
  it('says administrators where else to look', async () => {
    const answer = (await ask('GET', PANEL_URL, { cookie: await signInAs(ADMIN) })).json<{
      dashboards: readonly { uid: string }[];
    }>();
    expect(answer).toMatchObject({
      grafanaUrl: 'http://localhost:3000',
      prometheusUrl: 'http://localhost:9090',
      alertmanagerUrl: 'http://localhost:9093',
    });
    expect(answer.dashboards).toContainEqual({
      uid: 'aiwatch-overview',
      title: expect.any(String),
      purpose: expect.any(String),
      tags: ['aiwatch'],
    });
  });

  it('leaves out what is on localhost for who asks from another machine', async () => {
    const publicUrl = 'http://aiwatch.example.com:4000';
    const links = { grafanaUrl: 'https://grafana.example.com/', alertmanagerUrl: 'http://[::1]:9093' };
    const remote = await startPanelApp({ publicUrl, links });
    const { token } = await remote.make(ADMIN);
    const askFor = async (host: string) =>
      (await remote.ask('GET', PANEL_URL, { host, authorization: `Bearer ${token}` })).json();
    expect(await askFor('aiwatch.example.com:4000')).toMatchObject({
      grafanaUrl: 'https://grafana.example.com',
      prometheusUrl: null,
      alertmanagerUrl: null,
    });
    for (const host of ['localhost:4000', '127.0.0.1', '[::1]:4000']) {
      expect(await askFor(host)).toMatchObject({
        grafanaUrl: 'https://grafana.example.com',
        prometheusUrl: 'http://localhost:9090',
        alertmanagerUrl: 'http://[::1]:9093',
      });
    }
  });

  it('knows the host of a proxy that it trusts', async () => {
    const remote = await startPanelApp({ trustProxy: '127.0.0.1' });
    const headers = { authorization: `Bearer ${(await remote.make(ADMIN)).token}` };
    const forwarded = { ...headers, 'x-forwarded-host': 'aiwatch.example.com' };
    expect((await remote.ask('GET', PANEL_URL, forwarded)).json()).toMatchObject({ grafanaUrl: null });
  });

  it('gives users no addresses', async () => {
    const answer = (await ask('GET', PANEL_URL, { cookie: await signInAs(ADA) })).json();
    expect(answer).toMatchObject({
      grafanaUrl: null,
      prometheusUrl: null,
      alertmanagerUrl: null,
      dashboards: [],
    });
  });

  it('refuses services and who has no token', async () => {
    const { token } = await make(SERVICE);
    expect((await ask('GET', PANEL_URL, { authorization: `Bearer ${token}` })).status).toBe(403);
    expect((await ask('GET', PANEL_URL)).status).toBe(401);
  });
});
