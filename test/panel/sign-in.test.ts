import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { findSeriousProblems, takeScreenshot, WINDOWS, type WindowName } from './history/history-browser.ts';
import { buildEvent } from './now/now-answers.ts';
import { Refusal } from './now/now-server.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');
const TIMEOUT_MS = 120_000;
const POLL = { timeout: 30_000 };

describe.skipIf(programs.skip)('signing in', { timeout: TIMEOUT_MS }, () => {
  const { start, open } = useNow(programs);

  test.each(Object.keys(WINDOWS) as WindowName[])('the page to sign in (%s)', async window => {
    const { page, problems } = await open(await start(), { window, role: null });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await takeScreenshot(page, `sign-in-${window}`);
    expect(await findSeriousProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  test('a token opens the page that was asked for; a wrong one is explained', async () => {
    const { page } = await open(await start(), { path: '/alerts', role: null });
    await page.getByLabel('Token').fill('not.a.token');
    await page.keyboard.press('Enter');
    await page.getByText('this token is not known').waitFor();
    await page.getByLabel('Token').fill('admin.token.x');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
  });

  test('the link with a one-time code signs in once, and the code leaves the address', async () => {
    const server = await start();
    const { page } = await open(server, { path: `/activity#code=${server.code}`, role: null });
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await expect.poll(() => page.url(), POLL).toBe(`${server.url}/activity`);
    await page.getByRole('button', { name: 'Account: ada' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${server.url}/activity#code=${server.code}`);
    await page.getByText('This link cannot be used. It was used already').waitFor();
  });

  test('a link of another user shows nothing of the one before', async () => {
    const server = await start();
    const events = [buildEvent({ data: { userMessage: 'of the one before' } })];
    server.answers['/api/v1/monitoring/events'] = () => ({ events, nextCursor: null });
    const { page } = await open(server, { path: '/activity', role: 'user' });
    await page.getByText('of the one before').waitFor();
    server.answers['/api/v1/monitoring/events'] = () => new Refusal(400, 'QUERY_INVALID', 'No answer.');
    await page.goto(`${server.url}/activity#code=${server.code}`);
    await page.getByRole('button', { name: 'Account: ada' }).waitFor();
    await page.getByText('of the one before').waitFor({ state: 'hidden' });
  });

  test('a session is renewed while the panel can be seen, and not in the background', async () => {
    const { page } = await open(await start(), { path: '/dashboards' });
    await page.clock.install();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor();
    let asked = 0;
    page.on('request', request => {
      if (new URL(request.url()).pathname === '/api/v1/session') asked++;
    });
    const show = (isShown: boolean) =>
      page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${!isShown}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await show(false);
    await page.clock.runFor(3_600_000);
    expect(asked).toBe(0);
    await show(true);
    await expect.poll(() => asked).toBe(1);
    await page.clock.runFor(3_600_000);
    await expect.poll(() => asked).toBe(13);
  });

  test('an answer that cannot be read is said, and asked for again', async () => {
    const { page, problems } = await open(await start(), { path: '/nothing-here', role: null });
    await page.route('**/api/v1/session', route =>
      route.fulfill({ contentType: 'text/html', body: '<h1>Maintenance</h1>' }),
    );
    await page.reload();
    await page.getByText('The answer of the server could not be read.').waitFor();
    expect(await findSeriousProblems(page)).toEqual([]);
    await page.unroute('**/api/v1/session');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('a session that ends leads to the page to sign in, and from there back', async () => {
    const server = await start();
    const { page } = await open(server, { path: '/activity?type=error' });
    await page.getByRole('button', { name: 'Connection: Live' }).waitFor();
    server.endSession();
    server.endSockets('TOKEN_EXPIRED', 'The token has expired.');
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('Token').fill('admin.token.x');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await expect.poll(() => new URL(page.url()).search, POLL).toBe('?type=error');
  });
});
