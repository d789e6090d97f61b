import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { findSeriousProblems, takeScreenshot } from './history/history-browser.ts';
import { buildEmptyDashboard, buildHealth, buildIncidents } from './now/now-answers.ts';
import { Refusal } from './now/now-server.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');
const TIMEOUT_MS = 120_000;
const POLL = { timeout: 30_000 };

/** So much shorter is the time that the panel waits for an answer. */
const HURRY = 10;

/** Where a part of the page lies, in px. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const noEvents = () => ({ events: [], nextCursor: null });
const away = () => new Refusal(503, 'STORE_UNAVAILABLE', 'The database does not answer.');

describe.skipIf(programs.skip)(
  'what the panel shows where there is nothing to show',
  { timeout: TIMEOUT_MS },
  () => {
    const { start, open } = useNow(programs);

    test('nothing yet: how to begin', async () => {
      const server = await start();
      server.answers['/api/monitoring/dashboard'] = buildEmptyDashboard;
      server.answers['/api/v1/monitoring/events'] = noEvents;
      server.answers['/api/v1/incidents'] = () => ({ incidents: [], nextCursor: null });
      const { page } = await open(server);
      await page.getByText('No messages yet').waitFor();
      await page.getByText('nothing to compare with').first().waitFor();
      await takeScreenshot(page, 'monitoring-empty');
      expect(await findSeriousProblems(page)).toEqual([]);
      await page.goto(`${server.url}/activity`);
      await page.getByText('Nothing has happened yet').waitFor();
      await takeScreenshot(page, 'activity-empty');
      await page.goto(`${server.url}/alerts`);
      await page.getByText('Nothing fires').waitFor();
      await takeScreenshot(page, 'alerts-empty');
    });

    test.each([
      { path: '/', rows: '.message-row', empty: 'No messages yet' },
      { path: '/activity', rows: '.activity-row', empty: 'Nothing has happened yet' },
    ])('something, which is still being drawn: never that there is nothing ($path)', async asked => {
      const { page } = await open(await start(), { path: asked.path });
      await page.addInitScript(`new MutationObserver(() => {
        if (document.body?.innerText.includes('${asked.empty}')) window.saidNothing = true;
      }).observe(document, { childList: true, subtree: true })`);
      await page.reload();
      await page.locator(asked.rows).first().waitFor();
      expect(await page.evaluate('window.saidNothing')).toBeUndefined();
    });

    test('a failure: what to do, and it goes on by itself', async () => {
      const server = await start();
      const dashboard = server.answers['/api/monitoring/dashboard']!;
      server.answers['/api/monitoring/dashboard'] = away;
      const { page } = await open(server);
      await page.getByText('The server waits for its database').waitFor();
      await takeScreenshot(page, 'monitoring-failed');
      expect(await findSeriousProblems(page)).toEqual([]);
      server.answers['/api/monitoring/dashboard'] = dashboard;
      await page.getByText('8,934').waitFor();
    });

    test('an answer that gets old: how old it is', async () => {
      const server = await start();
      const { page } = await open(server);
      const health = page.getByRole('region', { name: 'Health' });
      await health.getByText('billing API').waitFor();
      await page.getByRole('button', { name: 'Connection: Live' }).waitFor();
      await expect.poll(() => server.subscriptions().length, { timeout: 30_000 }).toBe(1);
      server.answers['/api/v1/health'] = away;
      server.emitFrame('health:changed', {});
      await health.getByText('The database does not answer. This is from').waitFor();
      await health.getByText('billing API').waitFor();
      await takeScreenshot(page, 'monitoring-stale');
      // What runs is not read out.
      expect(await health.getByRole('status').textContent()).toBe('The database does not answer.');
    });

    test('answers that all get old: the chart and Health stay beside each other, each with its notice', async () => {
      const server = await start();
      const { page } = await open(server);
      const volume = page.getByRole('region', { name: 'Message volume' });
      const health = page.getByRole('region', { name: 'Health' });
      await volume.getByRole('img').waitFor();
      await health.getByText('billing API').waitFor();
      await page.getByRole('link', { name: 'Activity' }).first().click();
      await page.locator('.activity-row').first().waitFor();
      for (const path of ['monitoring/dashboard', 'analytics/timeline', 'v1/health'])
        server.answers[`/api/${path}`] = away;
      await page.getByRole('link', { name: 'Monitoring' }).first().click();
      await expect.poll(() => page.getByText('This is from').count(), { timeout: 30_000 }).toBe(3);
      await takeScreenshot(page, 'monitoring-all-stale');
      const notice = page.locator('.monitoring-charts .stale').first();
      const boxes = await Promise.all([volume, health, notice].map(part => part.boundingBox()));
      const [chart, parts, said] = boxes.map(box => box!) as [Box, Box, Box];
      expect(parts.y).toBe(chart.y);
      expect(chart.width).toBeGreaterThan(parts.width);
      expect(said.y).toBeGreaterThan(chart.y);
      expect(said.x).toBeGreaterThan(chart.x);
      expect(said.x + said.width).toBeLessThan(chart.x + chart.width);
      // One line of text with its button.
      expect(said.height).toBeLessThan(60);
    });

    test('the health of a service of its own: no reason to ask for that of the parts', async () => {
      const server = await start();
      const asked: string[] = [];
      server.answers['/api/v1/health'] = () => {
        asked.push('health');
        return buildHealth();
      };
      const { page } = await open(server);
      await page.getByRole('region', { name: 'Health' }).getByText('billing API').waitFor();
      await page.getByRole('button', { name: 'Connection: Live' }).waitFor();
      await expect.poll(() => server.subscriptions().length, { timeout: 30_000 }).toBe(1);
      server.emitFrame('health:changed', { service: 'shop', name: 'queue', status: 'degraded' });
      server.emitFrame('message:new', { user_id: 'ada', message_text: 'came after it' });
      await page.getByText('came after it').waitFor();
      expect(asked).toEqual(['health']);
      server.emitFrame('health:changed', {});
      await expect.poll(() => asked.length, { timeout: 30_000 }).toBe(2);
    });

    test('an application with the name of another part: each with its own details', async () => {
      const server = await start();
      const part = buildHealth().parts[0]!;
      server.answers['/api/v1/health'] = () => ({
        ...buildHealth(),
        parts: [
          { ...part, name: 'database', kind: 'bot', error: 'the application does not answer' },
          { ...part, name: 'database', kind: 'database', error: 'the disk is full' },
        ],
      });
      const { page, problems } = await open(server);
      await page.getByRole('button', { name: /^database.*Database/ }).click();
      await page.getByRole('dialog', { name: 'database' }).getByText('the disk is full').waitFor();
      expect(problems).toEqual([]);
    });

    test('the head of Monitoring says nothing of the state while the server is down', async () => {
      const server = await start();
      const healthy = server.answers['/api/v1/health']!;
      server.answers['/api/v1/health'] = () => ({ ...buildHealth(), status: 'healthy' });
      const { page } = await open(server);
      await page.getByText('All parts are healthy').waitFor();
      await page.getByText('Up for 3 d 4 h').waitFor();
      await page.getByRole('button', { name: 'Connection: Live' }).waitFor();
      await expect.poll(() => server.subscriptions().length, { timeout: 30_000 }).toBe(1);
      server.answers['/api/v1/health'] = away;
      server.emitFrame('health:changed', {});
      await page.getByText(/^Not known since (now|\d+ s ago)$/).waitFor();
      expect(await page.getByText('All parts are healthy').count()).toBe(0);
      expect(await page.getByText('Up for').count()).toBe(0);
      await takeScreenshot(page, 'monitoring-unknown');
      expect(await findSeriousProblems(page)).toEqual([]);
      server.answers['/api/v1/health'] = healthy;
      await page.getByText('Up for 3 d 4 h').waitFor();
    });

    test('a question that is never answered: as when nobody is there', async () => {
      const server = await start();
      const { page } = await open(server, { path: '/nothing-here' });
      // Nobody waits half a minute here.
      await page.addInitScript(`{
        const timeout = AbortSignal.timeout.bind(AbortSignal);
        AbortSignal.timeout = ms => timeout(ms / ${HURRY});
      }`);
      await page.goto(server.url);
      const health = page.getByRole('region', { name: 'Health' });
      await health.getByText('billing API').waitFor();
      await page.getByRole('button', { name: 'Connection: Live' }).waitFor();
      await expect.poll(() => server.subscriptions().length, { timeout: 30_000 }).toBe(1);
      await page.route('**/api/v1/health', () => {});
      server.emitFrame('health:changed', {});
      await health.getByText('The aiwatch server does not answer. This is from').waitFor();
      await page.getByText(/^Not known since/).waitFor();
    });

    test('an alert that Alertmanager holds back: why it is quiet, or why that is not known', async () => {
      const server = await start();
      const { page } = await open(server, { path: '/alerts' });
      const row = page.getByRole('row', { name: /RedisMemoryUsage/ });
      await row.getByText('silenced').waitFor();
      const reason = 'Nothing from Alertmanager: none is configured (alertmanager.url)';
      server.answers['/api/v1/alerts'] = () => ({ source: 'incidents', reason, alerts: [] });
      await page.reload();
      await page.getByText(`Not known: ${reason}.`).waitFor();
    });

    test('an incident: it is opened by its address, and acknowledged with a note', async () => {
      const server = await start();
      const { page } = await open(server, { path: '/alerts?incident=i2' });
      const dialog = page.getByRole('dialog', { name: 'HighErrorRate' });
      await dialog.getByText('7.4 % of responses are errors').waitFor();
      await takeScreenshot(page, 'alerts-details');
      expect(await findSeriousProblems(page)).toEqual([]);
      await dialog.getByLabel('Note for the others').fill('The provider is slow');
      await dialog.getByRole('button', { name: 'Acknowledge' }).click();
      await dialog.getByText('The provider is slow').waitFor();
      await page.keyboard.press('Escape');
      await page.getByText('1 not acknowledged yet').waitFor();
      await page.getByRole('tab', { name: 'Past' }).click();
      await page.getByText('web-2 does not answer').first().waitFor();
      await takeScreenshot(page, 'alerts-past');
      await expect.poll(() => new URL(page.url()).search, POLL).toBe('?state=resolved');
    });

    test('an incident that is not there: that it is not', async () => {
      const { page } = await open(await start(), { path: '/alerts?incident=gone' });
      await page.getByRole('dialog').getByText('There is no such incident.').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    });

    test('an incident whose addresses would run: without links', async () => {
      const server = await start();
      const hostile = {
        ...buildIncidents()[0]!,
        runbookUrl: 'javascript:window.hacked=1',
        generatorUrl: 'data:text/html,x',
      };
      server.answers['/api/v1/incidents/:id'] = () => hostile;
      const { page } = await open(server, { path: '/alerts?incident=i1' });
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The assistant uses 91 %').waitFor();
      expect(await dialog.getByRole('link').count()).toBe(0);
    });
  },
);
