import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../../tools/panels/launch-chromium.ts';
import { type LiveServerOptions, startLiveServer } from '../live/live-server.ts';
import { findSeriousProblems, takeScreenshot } from '../panel/history/history-browser.ts';
import { startServer } from '../support/http-server.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const programs = await requirePrograms('postgres', 'initdb', 'chromium');
const POLL = { timeout: 30_000 };
const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

/** The two files of the page: the client of socket.io is the one of its package. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['/activity.html', fileURLToPath(new URL('../../examples/clients/activity.html', import.meta.url))],
  [
    '/socket.io.min.js',
    join(
      dirname(createRequire(import.meta.url).resolve('socket.io-client/package.json')),
      'dist/socket.io.min.js',
    ),
  ],
]);

/** Serves the page, from an origin of its own. */
async function servePage(): Promise<string> {
  const { port } = await startServer(async (request, response) => {
    const file = FILES.get(request.url ?? '');
    if (file === undefined) return void response.writeHead(404).end();
    response.setHeader('content-type', file.endsWith('.html') ? 'text/html' : 'text/javascript');
    response.end(await readFile(file));
  });
  return `http://127.0.0.1:${port}`;
}

describe.skipIf(programs.skip)('activity.html', { timeout: 120_000 }, () => {
  let postgresql: TestPostgresql;
  let browser: Browser;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
    browser = await launchChromium(programs.get('chromium'));
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await postgresql.close();
  });

  /** Opens the page, and connects it by the token of a role. */
  async function open(role: 'admin' | 'user' = 'admin') {
    const origin = await servePage();
    const databaseUrl = await postgresql.createDatabase();
    const live = { allowedOrigins: [origin] };
    const keyFile = join(await createTemporaryFolder(), 'tokens.json');
    const server = await startLiveServer({ databaseUrl, live, keyFile });
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(`${origin}/activity.html`);
    await page.getByLabel('Server').fill(server.url);
    await page.getByLabel('Token').fill(await server.tokenOf(role));
    await page.getByRole('button', { name: 'Connect' }).click();
    const status = () => page.getByRole('status').textContent();
    const rows = () =>
      page.locator('tbody tr').evaluateAll(all => all.map(row => [...row.children].map(c => c.textContent)));
    /** The server again after it was closed, where the page looks for it; or anywhere, on the same database. */
    const startAgain = (changes: Partial<LiveServerOptions> = {}) =>
      startLiveServer({ databaseUrl, live, keyFile, port: server.port, ...changes });
    return { server, page, status, rows, startAgain };
  }

  /** The page says that it is connected before the server has heard of its subscription. */
  async function openFollowing() {
    const opened = await open();
    await expect.poll(opened.status, POLL).toBe('Connected.');
    await expect.poll(() => opened.server.metric('aiwatch_stream_subscribers'), POLL).toBeGreaterThan(0);
    return opened;
  }

  it('shows user, type, time and details of events as they come, the newest on top', async () => {
    const { server, page, rows } = await openFollowing();
    const timestamp = new Date().toISOString();
    await server.post({ type: 'chat', userId: 'ada', timestamp, data: { userMessage: 'hello' } });
    await server.post({
      type: 'tool',
      userId: 'bob',
      timestamp,
      data: { toolName: 'shell', result: 'error' },
    });
    const time = await page.evaluate(text => new Date(text).toLocaleString(), timestamp);
    await expect.poll(rows, POLL).toEqual([
      ['bob', 'tool execution', time, expect.stringContaining('"toolName":"shell"')],
      ['ada', 'chat message', time, '{"userMessage":"hello"}'],
    ]);
    expect(await findSeriousProblems(page)).toEqual([]);
    await takeScreenshot(page, 'client-activity');
  });

  it('keeps the last 100', async () => {
    const { server, rows } = await openFollowing();
    const startMs = Date.now() - 1000;
    const events = Array.from({ length: 130 }, (_, i) => ({
      type: 'chat',
      userId: `user_${i}`,
      // Apart from each other: the order of events of the same millisecond is nobody's.
      timestamp: startMs + i,
    }));
    await server.post(...events.slice(0, 65));
    await server.post(...events.slice(65));
    await expect.poll(async () => (await rows())[0]?.[0], POLL).toBe('user_129');
    const users = (await rows()).map(([user]) => user);
    expect(users).toEqual(Array.from({ length: 100 }, (_, i) => `user_${129 - i}`));
  });

  it('shows hostile text, and never runs it', async () => {
    const { server, page, rows } = await openFollowing();
    await server.post({ type: 'chat', userId: HOSTILE, data: { userMessage: HOSTILE } });
    await expect.poll(async () => (await rows())[0]?.[0], POLL).toBe(HOSTILE);
    expect(JSON.parse((await rows())[0]![3]!)).toEqual({ userMessage: HOSTILE });
    expect(await page.locator('tbody').locator('img, script').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('shows after a break what came meanwhile, also where nothing had come before', async () => {
    const { server, status, rows, startAgain } = await openFollowing();
    await server.close();
    await expect.poll(status, POLL).not.toBe('Connected.');
    const elsewhere = await startAgain({ port: 0 });
    await elsewhere.post({ type: 'chat', userId: 'ada', data: { userMessage: 'meanwhile' } });
    await elsewhere.close();
    await startAgain();
    await expect.poll(async () => (await rows()).map(([user]) => user), POLL).toEqual(['ada']);
    expect(await status()).toBe('Connected.');
  });

  it('says that events were left out where the server comes back with another database', async () => {
    const { server, status, rows, startAgain } = await openFollowing();
    await server.post({ type: 'chat', userId: 'ada', data: { userMessage: 'before' } });
    await expect.poll(async () => (await rows()).length, POLL).toBe(1);
    await server.close();
    const another = await startAgain({ databaseUrl: await postgresql.createDatabase() });
    await expect.poll(status, POLL).toBe('Connected, but events were left out: those of another database.');
    await another.post({ type: 'chat', userId: 'bob', data: { userMessage: 'after' } });
    await expect.poll(async () => (await rows()).map(([user]) => user), POLL).toEqual(['bob', 'ada']);
  });

  it('says why somebody is not let in who is no administrator', async () => {
    const { status, rows } = await open('user');
    await expect.poll(status, POLL).toMatch(/^Not connected: .*admin/);
    expect(await rows()).toEqual([]);
  });
});
