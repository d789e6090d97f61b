import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { INDEX_HTML, openPanelApp, SCRIPT, startPanelApp } from './panel-app.ts';

const HTML = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

describe('the panel', () => {
  let server: Awaited<ReturnType<typeof openPanelApp>>;
  beforeAll(async () => {
    server = await openPanelApp();
  });
  afterAll(() => server.close());
  const ask: typeof server.ask = (...request) => server.ask(...request);

  it.each(['/', '/index.html', '/activity', '/analytics?from=now-7d', '/users/ada%40example.com'])(
    'is the same document at %s',
    async path => {
      const response = await ask('GET', path, HTML);
      expect([response.status, response.body]).toEqual([200, INDEX_HTML]);
      expect(response.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
      });
    },
  );

  it('is not sent twice to a browser that has it', async () => {
    const { etag } = (await ask('GET', '/')).headers;
    expect((await ask('GET', '/', { 'if-none-match': String(etag) })).status).toBe(304);
  });

  it('allows no script and no style but its own files, and connections to this server alone', async () => {
    const { port } = server;
    const { headers } = await ask('GET', '/activity', HTML);
    const host = `127.0.0.1:${port}`;
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws://${host} wss://${host}; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('puts nothing of a strange Host into its policy', async () => {
    const { ask } = await startPanelApp({ host: '0.0.0.0' });
    const response = await ask('GET', '/', { host: 'x; script-src *' });
    expect(String(response.headers['content-security-policy'])).not.toContain('*');
  });

  it.each([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, br', 'br'],
    ['identity', undefined],
  ])('sends an asset for a year to who accepts %s', async (accepted, encoding) => {
    const response = await ask('GET', '/assets/app-1a2b.js', { 'accept-encoding': accepted });
    expect(response.status).toBe(200);
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(response.headers['content-type']).toMatch(/javascript/);
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.headers['vary']).toMatch(/accept-encoding/i);
    if (encoding === undefined) expect(response.body).toBe(SCRIPT);
  });

  it('sends an asset that was not compressed as it is, and other files for an hour', async () => {
    const style = await ask('GET', '/assets/plain-3c4d.css', { 'accept-encoding': 'br' });
    expect([style.status, style.headers['content-encoding'], style.body]).toEqual([
      200,
      undefined,
      'body { margin: 0 }',
    ]);
    const icon = await ask('GET', '/icon.svg');
    expect([icon.status, icon.headers['cache-control']]).toEqual([200, 'public, max-age=3600']);
  });

  it.each([
    '/assets/gone-5e6f.js',
    '/gone.svg',
    '/.secret.txt',
    '/assets/..%2f.secret.txt',
    '/assets/%2e%2e/.secret.txt',
    '/api/v1/nothing',
    '/api/nothing',
    '/debug/nothing',
    '/docs/nothing',
    '/socket.io/nothing',
    '/health/nothing',
  ])('leaves %s alone: it is no page', async path => {
    const response = await ask('GET', path, HTML);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.body).not.toContain('hidden');
    expect(response.body).not.toBe(INDEX_HTML);
    expect(String(response.headers['cache-control'])).not.toContain('immutable');
  });

  it('answers programs that ask for a path that is not there with an error', async () => {
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
      const response = await ask('GET', '/activity', headers);
      expect([response.status, response.json()['error']]).toEqual([404, 'ROUTE_UNKNOWN']);
    }
    expect((await ask('POST', '/activity', HTML, {})).status).toBe(404);
  });

  it('leaves the pages of the API and of the runbooks as they are', async () => {
    const docs = await ask('GET', '/docs', HTML);
    expect(docs.status).toBe(200);
    expect(docs.body).toContain('swagger');
    expect(docs.headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
    const runbooks = await ask('GET', '/runbooks', HTML);
    expect(runbooks.status).toBe(200);
    expect(runbooks.headers['content-security-policy']).toContain('sha256-');
    expect((await ask('GET', '/health')).json()).toMatchObject({ status: 'healthy' });
  });

  it('says what to do where it is not built', async () => {
    const { ask } = await startPanelApp({ folder: join(await createTemporaryFolder(), 'none') });
    const response = await ask('GET', '/activity', HTML);
    expect(response.status).toBe(503);
    expect(response.headers['content-type']).toMatch(/^text\/html/);
    expect(response.body).toContain('The admin panel is not built');
    expect(response.body).toContain('npm run build');
    expect((await ask('GET', '/docs', HTML)).status).toBe(200);
  });

  it('is not there under a name that leads to loopback, and says so', async () => {
    const page = await ask('GET', '/', { ...HTML, host: 'attacker.example' });
    expect([page.status, page.body]).toEqual([403, expect.stringContaining('HOST_REFUSED')]);
    const asset = await ask('GET', '/assets/app-1a2b.js', { host: 'attacker.example:4000' });
    expect([asset.status, asset.json()['error']]).toEqual([403, 'HOST_REFUSED']);
    for (const host of ['localhost:4000', '127.0.0.1', '[::1]:4000', 'LOCALHOST'])
      expect((await ask('GET', '/', { ...HTML, host })).status).toBe(200);
  });

  it('is there under the name of server.publicUrl', async () => {
    const { ask } = await startPanelApp({ publicUrl: 'https://monitoring.example.com' });
    expect((await ask('GET', '/', { ...HTML, host: 'monitoring.example.com' })).status).toBe(200);
    expect((await ask('GET', '/', { ...HTML, host: 'other.example.com' })).status).toBe(403);
  });
});
