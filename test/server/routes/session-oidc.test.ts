import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OidcConfig } from '../../../src/server/access/auth-config.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { CLIENT, createPerson, type Person, startOidcProvider } from '../panel/oidc-provider.ts';
import {
  cookieOf,
  openPanelApp,
  type PanelAppOptions,
  type PanelResponse,
  startPanelApp,
} from '../panel/panel-app.ts';

const START = '/api/v1/session/oidc';
const HTML = { accept: 'text/html' };
const PEOPLE: readonly Person[] = [
  { id: 'grace', roles: ['monitoring-admins', 'staff'] },
  { id: 'ada', roles: ['staff'] },
  { id: 'eve', roles: ['visitors'] },
  { id: 'robot', roles: ['deliverers'] },
];

/** The address that the browser has, which the server takes for its own. */
const HOST = 'localhost:4000';
const REDIRECT_URI = `http://${HOST}${START}/callback`;

const CLAIMS = {
  roleClaim: 'realm_access.roles',
  userClaim: 'preferred_username',
  roles: { 'monitoring-admins': 'admin', staff: 'user', deliverers: 'service' },
} as const;

type Settings = Partial<OidcConfig> & { readonly issuer: string };

/** A server that sends people to a provider, and the browser of one of them; `close` it. */
async function open(settings: Settings, options: PanelAppOptions = {}) {
  const oidc: OidcConfig = {
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scopes: ['openid', 'profile'],
    buttonLabel: 'Sign in',
    ...CLAIMS,
    ...settings,
  };
  const server = await openPanelApp({ oidc, ...options });
  const ask = (path: string, headers: Record<string, string> = {}) =>
    server.ask('GET', path, { host: HOST, ...headers });
  const begin = async (path = START) => {
    const response = await ask(path, { 'sec-fetch-site': 'same-origin' });
    return { response, location: String(response.headers['location']), cookie: cookieOf(response) };
  };
  /** The browser comes back by a link of another site. */
  const comeBack = (url: string, cookie: string, headers: Record<string, string> = HTML) =>
    ask(url.slice(new URL(url).origin.length), {
      'sec-fetch-site': 'cross-site',
      ...headers,
      ...(cookie !== '' && { cookie }),
    });
  const signInAs = async (id: string, path = START, headers = HTML): Promise<PanelResponse> => {
    const { location, cookie } = await begin(path);
    return comeBack(await createPerson(id).passProvider(location, REDIRECT_URI), cookie, headers);
  };
  return { ...server, begin, comeBack, signInAs };
}

type Server = Awaited<ReturnType<typeof open>>;

async function openForTest(...settings: Parameters<typeof open>): Promise<Server> {
  const server = await open(...settings);
  onTestFinished(server.close);
  return server;
}

const openProvider = (options: { conformIdTokenClaims?: boolean; port?: number } = {}) =>
  startOidcProvider({ redirectUri: REDIRECT_URI, people: PEOPLE, ...options });

describe('signing in by an identity provider', () => {
  let provider: Awaited<ReturnType<typeof openProvider>>;
  let server: Server;
  beforeAll(async () => {
    provider = await openProvider();
    server = await open({ issuer: provider.issuer });
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  it.each([
    ['grace', 'admin', 'grace@example.com'],
    ['ada', 'user', 'ada@example.com'],
  ])('gives %s the role %s', async (id, role, userId) => {
    const { signInAs, session } = server;
    const response = await signInAs(id);
    expect([response.status, response.headers['location']]).toEqual([302, '/']);
    const cookie = cookieOf(response);
    expect(cookie).toMatch(/^aiwatch-session=/);
    expect(await session(cookie)).toMatchObject({ signedIn: true, role, userId });
  });

  it('reads the role at the user info endpoint, or in the ID token', async () => {
    for (const conformIdTokenClaims of [true, false]) {
      const other = await openProvider({ conformIdTokenClaims });
      onTestFinished(other.close);
      const { signInAs, session } = await openForTest({ issuer: other.issuer });
      expect(await session(cookieOf(await signInAs('ada')))).toMatchObject({ role: 'user' });
    }
  });

  it('asks with state, nonce and PKCE, which a signed cookie keeps that ends with the sign-in', async () => {
    const { begin, signInAs } = server;
    const { response, location } = await begin();
    const url = new URL(location);
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(response.cookies).toEqual([
      expect.stringMatching(/^aiwatch-oidc=[\w.-]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect((await signInAs('ada')).cookies.join()).toContain('aiwatch-oidc=; Max-Age=0');
  });

  it.each([
    ['/activity?type=chat', '/activity?type=chat'],
    ['//attacker.example', '/'],
    ['/\\attacker.example', '/'],
    ['https://attacker.example', '/'],
  ])('that began at %s leads back to %s', async (returnTo, expected) => {
    const { signInAs } = server;
    const response = await signInAs('ada', `${START}?returnTo=${encodeURIComponent(returnTo)}`);
    expect(response.headers['location']).toBe(expected);
  });

  it('refuses somebody without a role, on a page that says so', async () => {
    const { signInAs } = server;
    const page = await signInAs('eve');
    expect(page.status).toBe(403);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.body).toContain('OIDC_ROLE_MISSING');
    expect(page.body).toContain('realm_access.roles');
    expect(page.body).toContain('href="/"');
    expect(cookieOf(page)).toBe('');
    const answer = await signInAs('eve', START, { accept: 'application/json' });
    expect([answer.status, answer.json()['error']]).toEqual([403, 'OIDC_ROLE_MISSING']);
  });

  it('refuses who would be a service', async () => {
    const { signInAs } = server;
    const answer = await signInAs('robot', START, { accept: 'application/json' });
    expect(answer.status).toBe(403);
    expect(cookieOf(answer)).toBe('');
  });

  it('says what the provider says where it refuses', async () => {
    const { begin, comeBack } = server;
    const { location, cookie } = await begin();
    const url = await createPerson('ada').passProvider(location, REDIRECT_URI, 'abort');
    const response = await comeBack(url, cookie, { accept: 'application/json' });
    expect([response.status, response.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'OIDC_FAILED', found: 'access_denied' }),
    ]);
  });

  it('refuses an answer that another browser began, or that comes twice', async () => {
    const { begin, comeBack, signInAs } = server;
    const first = await begin();
    const other = await begin();
    const url = await createPerson('ada').passProvider(first.location, REDIRECT_URI);
    const json = { accept: 'application/json' };
    const errorOf = async (...request: Parameters<typeof comeBack>) =>
      (await comeBack(...request)).json()['error'];
    expect(await errorOf(url, '', json)).toBe('OIDC_STATE_INVALID');
    expect(await errorOf(url, 'aiwatch-oidc=nonsense', json)).toBe('OIDC_STATE_INVALID');
    expect(await errorOf(url, other.cookie, json)).toBe('OIDC_FAILED');
    expect((await comeBack(url, first.cookie)).status).toBe(302);
    expect(await errorOf(url, first.cookie, json)).toBe('OIDC_FAILED');
    const session = cookieOf(await signInAs('ada')).replace('aiwatch-session', 'aiwatch-oidc');
    expect(await errorOf(url, session, json)).toBe('OIDC_STATE_INVALID');
  });

  it('does not take the cookie of a sign-in for a session', async () => {
    const { begin, session } = server;
    const { cookie } = await begin();
    expect(await session(cookie.replace('aiwatch-oidc', 'aiwatch-session'))).toMatchObject({
      signedIn: false,
    });
  });

  it('fails with a secret that the provider does not know', async () => {
    const { signInAs } = await openForTest({ issuer: provider.issuer, clientSecret: 'another' });
    const response = await signInAs('ada', START, { accept: 'application/json' });
    expect(response.json()).toMatchObject({ error: 'OIDC_FAILED', found: 'invalid_client' });
    expect(response.body).not.toContain('another');
  });

  it('says where the provider cannot be reached, and works when it is there again', async () => {
    const port = await findFreePort();
    const { begin } = await openForTest({ issuer: `http://127.0.0.1:${port}` });
    const { response } = await begin();
    expect([response.status, response.json()]).toEqual([
      503,
      expect.objectContaining({ error: 'OIDC_UNREACHABLE', message: expect.stringContaining(`:${port}`) }),
    ]);
    const late = await openProvider({ port });
    onTestFinished(late.close);
    expect((await begin()).response.status).toBe(302);
  });

  it('counts what fails of an address', async () => {
    const limits = { admin: 9, user: 9, service: 9, refused: 2 };
    const { comeBack } = await openForTest({ issuer: provider.issuer }, { rateLimits: limits });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await comeBack(`${REDIRECT_URI}?code=x`, '', {})).status);
    expect(statuses).toEqual([400, 400, 429]);
  });

  it('goes by server.publicUrl, with cookies for TLS alone', async () => {
    const publicUrl = 'https://monitoring.example.com';
    const { begin } = await openForTest({ issuer: provider.issuer }, { publicUrl });
    const { response, location } = await begin();
    expect(new URL(location).searchParams.get('redirect_uri')).toBe(`${publicUrl}${START}/callback`);
    expect(response.cookies[0]).toMatch(/^__Host-aiwatch-oidc=.+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('is not there where it is not configured', async () => {
    const { ask } = await startPanelApp();
    const response = await ask('GET', START);
    expect([response.status, response.json()['error']]).toEqual([404, 'OIDC_NOT_CONFIGURED']);
  });
});
