import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { formatCount, formatMilliseconds, formatPercent } from '../../panel/src/data/format-number.ts';
import type { RequestStatsAnswer } from '../../src/api/admin-stats.ts';
import type { OverviewAnswer, UsersAnswer } from '../../src/api/analytics.ts';
import type { AuditAnswer } from '../../src/api/audit.ts';
import type { DashboardAnswer } from '../../src/api/dashboard.ts';
import type { EventsAnswer, StatsAnswer } from '../../src/api/events.ts';
import type { HealthReport } from '../../src/api/health.ts';
import type { IncidentPage } from '../../src/api/incidents.ts';
import type { ApiEvent } from '../../src/api/live.ts';
import type { PanelAnswer } from '../../src/api/panel.ts';
import type { ConsentAnswer } from '../../src/api/privacy.ts';
import {
  findSeriousProblems,
  takeScreenshot,
  WINDOWS,
  type WindowName,
} from '../panel/history/history-browser.ts';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { buildNotification } from './panel/alert-notification.ts';
import { buildFeedScript } from './panel/foreign-site.ts';
import { LEAVING, PAGES, rowsOf, STAYING } from './panel/pages.ts';
import { EVENTS_PATH, type PanelExample, startPanelExample } from './panel/panel-example.ts';
import { countRequests, goTo, type PanelWindow, readStat, WAIT_MS } from './panel/panel-window.ts';
import { STREAM_SCRIPT } from './panel/stream-script.ts';

const programs = await requirePrograms('chromium');

const POLL = { timeout: WAIT_MS, interval: 250 };
const firstKeyOf = (page: Page) => rowsOf(page).first().getAttribute('data-key');
/** Until the page has asked again: sessions that were left without a word end by themselves meanwhile, which counts. */
const waitUntilSame = (check: () => Promise<void>) =>
  vi.waitFor(check, { timeout: 2 * WAIT_MS, interval: 500 });
const waitUntilLive = (page: Page) =>
  page.getByRole('button', { name: 'Connection: Live', exact: true }).waitFor();

describe.skipIf(programs.skip)(
  'the panel over the running example application',
  { timeout: 3 * WAIT_MS },
  () => {
    let example: PanelExample;
    /** The window of an administrator, who goes from page to page. */
    let admin: PanelWindow;

    beforeAll(async () => {
      example = await startPanelExample(programs);
      admin = await example.openWindow();
    }, 4 * WAIT_MS);
    afterAll(() => example?.close(), 2 * WAIT_MS);
    afterEach(() => expect(admin.problems).toEqual([]));

    test('a link of the command line signs in, once', async () => {
      const link = await example.runTokenCommand('link', '--url', example.url);
      await admin.page.goto(link);
      await admin.page.getByRole('heading', { level: 1, name: 'Monitoring' }).waitFor();
      expect(admin.page.url()).toBe(`${example.url}/`);
      const second = await example.openWindow();
      onTestFinished(second.close);
      await second.page.goto(link);
      await second.page.getByText('This link cannot be used. It was used already').waitFor();
    });

    describe('while users are at work', () => {
      beforeAll(() => example.traffic.start());
      afterAll(async () => {
        await example.traffic.stop();
        await waitUntil(async () => expect(await example.countEventsUnderWay()).toBe(0));
      }, 2 * WAIT_MS);

      test('Monitoring: each part is healthy, the application too', async () => {
        const { page } = admin;
        const readParts = async () => (await example.get<HealthReport>('/api/v1/health')).parts;
        const assistant = expect.objectContaining({ name: 'assistant', kind: 'bot', status: 'healthy' });
        await expect.poll(readParts, POLL).toContainEqual(assistant);
        await page.getByText('All parts are healthy').waitFor();
        const health = page.getByRole('region', { name: 'Health' });
        for (const { name } of await readParts()) {
          await health.getByRole('button', { name: new RegExp(`^${name}\\s*Healthy`) }).waitFor();
        }
      });

      test('Monitoring: messages are counted, and shown as they come', async () => {
        const { page } = admin;
        await waitUntilLive(page);
        const messages = page.getByRole('region', { name: 'Last messages' }).locator('.message-row');
        await messages.first().waitFor();
        const asked = countRequests(page, EVENTS_PATH);
        const before = await messages.first().textContent();
        const readCount = async () =>
          Number((await readStat(page, 'Messages in 24 hours'))?.replaceAll(',', ''));
        const countBefore = await readCount();
        await expect.poll(() => messages.first().textContent(), POLL).not.toBe(before);
        expect(asked()).toBe(0);
        await expect.poll(readCount, POLL).toBeGreaterThan(countBefore);
        const [time, user] = [messages.first().locator('time'), messages.first().locator('.message-user')];
        const shown = { timestamp: await time.getAttribute('datetime'), userId: await user.textContent() };
        const { events } = await example.get<EventsAnswer>(`${EVENTS_PATH}?type=chat&limit=500`);
        expect(events).toContainEqual(expect.objectContaining(shown));
      });

      test('Activity: rows come by the feed; they are filtered, held and gone into', async () => {
        const { page } = admin;
        await goTo(page, 'Activity');
        await waitUntilLive(page);
        await rowsOf(page).first().waitFor();
        const asked = countRequests(page, EVENTS_PATH);
        const before = await firstKeyOf(page);
        await expect.poll(() => firstKeyOf(page), POLL).not.toBe(before);
        expect(asked()).toBe(0);

        await page.getByRole('combobox', { name: 'Type' }).selectOption('chat');
        await page.waitForURL(`${example.url}/activity?type=chat`);
        await rowsOf(page).first().waitFor();
        const firstChat = await firstKeyOf(page);
        await expect.poll(() => firstKeyOf(page), POLL).not.toBe(firstChat);
        expect(new Set(await rowsOf(page).locator('.badge').allTextContents())).toEqual(new Set(['chat']));

        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByText(/Paused: [1-9]\d* new since/).waitFor();
        const held = await firstKeyOf(page);
        await rowsOf(page).first().click();
        const dialog = page.getByRole('dialog');
        const data = JSON.parse((await dialog.locator('pre').textContent()) ?? '');
        const { events } = await example.get<EventsAnswer>(`${EVENTS_PATH}?type=chat&limit=500`);
        const event = events.find(({ id }) => held!.endsWith(` ${id}`))!;
        expect(data).toEqual(event.data);
        for (const text of [event.userId!, event.sessionId!, event.id, event.source.application]) {
          await dialog.getByText(text).first().waitFor();
        }
        await takeScreenshot(page, 'e2e/event-details');
        await page.keyboard.press('Escape');
        expect(await firstKeyOf(page)).toBe(held);
        await page.getByRole('button', { name: 'Resume' }).click();
        await expect.poll(() => firstKeyOf(page), POLL).not.toBe(held);
      });

      test('an EventSource of the page gets the stream, by the cookie', async () => {
        const [greeting, ...received] = (await admin.page.evaluate(STREAM_SCRIPT)) as readonly unknown[];
        expect(greeting).toEqual({ type: 'connected' });
        const { events } = await example.get<EventsAnswer>(`${EVENTS_PATH}?type=chat&limit=500`);
        for (const event of received) expect(events).toContainEqual(event);
      });

      test.each(['/', '/monitoring'] as const)(
        'an unchanged client in a page of another origin follows the namespace %s where the origin is allowed',
        async namespace => {
          const { page, close } = await example.openWindow();
          onTestFinished(close);
          const { url, token, sites } = example;
          for (const transport of ['websocket', 'polling'] as const) {
            const script = buildFeedScript({ url, namespace, transport, token });
            await page.goto(sites.allowed.url);
            const event = (await page.evaluate(script)) as ApiEvent;
            expect(await example.listEvents(event.userId!)).toContainEqual(event);
            await page.goto(sites.other.url);
            expect(await page.evaluate(script)).toBe('refused');
          }
        },
      );
    });

    describe('looking back', () => {
      test('Monitoring has counted all messages', async () => {
        const { page } = admin;
        await goTo(page, 'Monitoring');
        await page.getByText('All parts are healthy').waitFor();
        const { messages } = await example.get<DashboardAnswer>('/api/monitoring/dashboard');
        expect(messages.value).toBeGreaterThan(0);
        await expect
          .poll(() => readStat(page, 'Messages in 24 hours'), POLL)
          .toBe(formatCount(messages.value!));
      });

      test('Alerts: what Alertmanager reports opens an incident, which is acknowledged, and ends', async () => {
        const { page } = admin;
        await goTo(page, 'Alerts');
        await page.getByText('Nothing fires').waitFor();
        const notify = (...alert: Parameters<typeof buildNotification>) =>
          example.notify(buildNotification(...alert));
        await notify('HighErrorRate', 'firing');
        await notify('QueueGrows', 'firing');
        await page.getByText('HighErrorRate').click();
        const dialog = page.getByRole('dialog', { name: 'HighErrorRate' });
        await dialog.getByLabel('Note for the others').fill('The provider is slow');
        await takeScreenshot(page, 'e2e/incident');
        await dialog.getByRole('button', { name: 'Acknowledge' }).click();
        await dialog.getByText('Acknowledged', { exact: true }).waitFor();
        await dialog.getByText('The provider is slow').waitFor();
        await page.keyboard.press('Escape');
        await page.getByText('1 not acknowledged yet').waitFor();
        const { incidents } = await example.get<IncidentPage>('/api/v1/incidents?state=open');
        expect(incidents).toContainEqual(
          expect.objectContaining({
            name: 'HighErrorRate',
            note: 'The provider is slow',
            acknowledgedBy: expect.any(String),
          }),
        );

        await notify('HighErrorRate', 'resolved');
        await page.getByText('HighErrorRate').waitFor({ state: 'hidden' });
        await page.getByRole('tab', { name: 'Past' }).click();
        await page.getByText('HighErrorRate').waitFor();
        expect(await page.getByText('QueueGrows').count()).toBe(0);
      });

      test('Analytics shows the numbers of the API', async () => {
        const { page } = admin;
        await goTo(page, 'Analytics');
        const { messages, users, averageResponseTime } =
          await example.get<OverviewAnswer>('/api/analytics/overview');
        await expect.poll(() => readStat(page, 'Total messages'), POLL).toBe(formatCount(messages.value!));
        expect(await readStat(page, 'Unique users')).toBe(formatCount(users.value!));
        expect(await readStat(page, 'Average response time')).toBe(
          formatMilliseconds(averageResponseTime.value!),
        );
      });

      test('System shows the numbers of the API', async () => {
        const { page } = admin;
        await goTo(page, 'System');
        const endpoints = page.getByRole('region', { name: 'Top endpoints' });
        await endpoints.waitFor();
        await waitUntilSame(async () => {
          const asked = await example.get<RequestStatsAnswer>('/api/admin/stats/requests?period=day');
          expect({
            requests: await readStat(page, 'Requests'),
            average: await readStat(page, 'Average process time'),
            errors: await readStat(page, 'Error rate'),
            endpoints: await endpoints.getByRole('listitem').allTextContents(),
          }).toEqual({
            requests: formatCount(asked.request_count),
            average: formatMilliseconds(asked.avg_process_time * 1000),
            errors: formatPercent(asked.error_rate * 100),
            endpoints: asked.top_endpoints.map(({ path, count }) => `${path}${formatCount(count)}`),
          });
        });
      });

      test('Events finds those of a user, and exports them', async () => {
        const { page } = admin;
        await goTo(page, 'Events');
        await page.getByRole('searchbox', { name: 'User' }).fill(STAYING);
        await page.waitForURL(`${example.url}/events?userId=${STAYING}`);
        const users = page.locator('tbody tr').locator('td:nth-child(3)');
        await expect
          .poll(async () => new Set(await users.allTextContents()), POLL)
          .toEqual(new Set([STAYING]));
        const before = await example.listEvents(STAYING);
        const coming = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Export' }).click();
        await page.getByRole('link', { name: 'NDJSON' }).click();
        const lines = (await readFile(await (await coming).path(), 'utf8')).trimEnd().split('\n');
        const exported = lines.map(line => JSON.parse(line) as ApiEvent);
        expect(exported).toEqual(expect.arrayContaining([...before]));
        expect(await example.listEvents(STAYING)).toEqual(expect.arrayContaining(exported));
      });

      test('Dashboards leads to those of the bundle', async () => {
        const { page } = admin;
        await goTo(page, 'Dashboards');
        const { grafanaUrl, dashboards } = await example.get<PanelAnswer>('/api/v1/panel');
        await page.locator('a.dashboard').first().waitFor();
        const links = await page.locator('a.dashboard').all();
        expect(await Promise.all(links.map(link => link.getAttribute('href')))).toEqual(
          dashboards.map(({ uid }) => `${grafanaUrl}/d/${uid}`),
        );
        expect(links.length).toBeGreaterThan(3);
      });

      describe.each(Object.keys(WINDOWS) as WindowName[])('in the window %s', window => {
        let opened: PanelWindow;
        beforeAll(async () => {
          opened = await example.openWindow({ window, state: await admin.context.storageState() });
        });
        afterAll(() => opened?.close());

        test.each(PAGES)('$name fits, and axe finds nothing serious', async ({ name, path, shows }) => {
          const { page, problems } = opened;
          await page.goto(example.url + path);
          await shows(page);
          await waitUntilLive(page);
          await takeScreenshot(page, `e2e/${name}-${window}`);
          expect(await findSeriousProblems(page)).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
            WINDOWS[window].viewport.width,
          );
          expect(problems).toEqual([]);
        });
      });
    });

    describe('about people', () => {
      test('Users lists the most active, and records what one of them answered', async () => {
        const { page } = admin;
        await goTo(page, 'Users');
        await waitUntilSame(async () => {
          const { users } = await example.get<UsersAnswer>('/api/analytics/users?limit=100');
          const shown = await page.locator('tbody tr .user-name').allTextContents();
          expect(shown).toEqual(users.map(({ userId }) => userId));
        });
        await page.getByRole('button', { name: LEAVING }).click();
        await page.getByRole('heading', { level: 1, name: LEAVING }).waitFor();
        await waitUntilSame(async () => {
          await page.reload();
          await page.getByText('No answer is recorded').waitFor();
          const { stats } = await example.get<StatsAnswer>(`/api/v1/monitoring/stats?userId=${LEAVING}`);
          expect(await readStat(page, 'Events')).toBe(formatCount(stats.totalEvents));
        });
        await page.getByRole('button', { name: 'Record refusal' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Record refusal' }).click();
        await page.getByText('Refused: events are not taken in').waitFor();
        const consent = await example.get<ConsentAnswer>(`/api/v1/privacy/users/${LEAVING}/consent`);
        expect(consent).toMatchObject({ userId: LEAVING, granted: false });
      });

      test('a user is erased when the id is typed, and the events are gone', async () => {
        const { page } = admin;
        await page.getByRole('button', { name: 'Erase …' }).click();
        const dialog = page.getByRole('dialog', { name: 'Erase this user' });
        const erase = dialog.getByRole('button', { name: 'Erase for good' });
        expect(await erase.isDisabled()).toBe(true);
        await dialog.getByRole('textbox').fill(LEAVING);
        await takeScreenshot(page, 'e2e/erase');
        expect(await example.listEvents(LEAVING)).not.toEqual([]);
        const erasedAt = new Date().toISOString();
        await erase.click();
        await page.getByText(/^Erased: [1-9][\d,]* events/).waitFor();
        // A session that was left without a word ends by itself later.
        const left = (await example.listEvents(LEAVING)).filter(({ timestamp }) => timestamp < erasedAt);
        expect(left).toEqual([]);
        expect(await example.listEvents(STAYING)).not.toEqual([]);
      });

      test('Audit lists the sign-in, the consent and the erasure', async () => {
        const { page } = admin;
        await goTo(page, 'Audit');
        const trail = page.getByRole('region', { name: 'Trail' });
        for (const action of [
          'Signed in to the panel',
          'Acknowledged an incident',
          'Recorded an answer about consent',
          'Erased events of a user',
          'Erased a user',
        ]) {
          await trail.getByText(action).first().waitFor();
        }
        const { actions } = await example.get<AuditAnswer>('/api/v1/audit');
        const names = actions.map(({ action }) => action);
        expect(names).toEqual(expect.arrayContaining(['session.sign-in', 'consent.record', 'privacy.erase']));
        await takeScreenshot(page, 'e2e/audit-after-erasure');
      });

      test('a user sees the own activity only', async () => {
        const { page, problems, close } = await example.openWindow();
        onTestFinished(close);
        await page.goto(example.url);
        await page
          .getByLabel('Token')
          .fill(await example.runTokenCommand('--role', 'user', '--user', STAYING));
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { level: 1, name: 'Your activity' }).waitFor();
        await rowsOf(page).first().waitFor();
        expect(new Set(await page.locator('.activity-user').allTextContents())).toEqual(new Set([STAYING]));
        const links = page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link');
        expect(await links.allTextContents()).toEqual(['Activity', 'Events', 'Your data']);
        await page.getByRole('button', { name: 'Connection: Polling' }).waitFor();
        await takeScreenshot(page, 'e2e/activity-user');
        await goTo(page, 'Your data');
        await page.getByText('Average duration').waitFor();
        await takeScreenshot(page, 'e2e/own-data-user');
        expect(await findSeriousProblems(page)).toEqual([]);
        const ask = (path: string) => page.evaluate(`fetch('${path}').then(({ status }) => status)`);
        expect(problems).toEqual([]);
        expect(await ask(`${EVENTS_PATH}?userId=${STAYING}`)).toBe(200);
        expect(await ask(`${EVENTS_PATH}?userId=user_eng002`)).toBe(403);
        expect(await ask('/api/analytics/overview')).toBe(403);
      });

      test('who signs out is out', async () => {
        const { page, context } = admin;
        const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
        const ask = async () =>
          (await fetch(`${example.url}/api/v1/monitoring/stats`, { headers: { cookie } })).status;
        expect(await ask()).toBe(200);
        await page.getByRole('button', { name: 'Account: Administrator' }).click();
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
        expect(await ask()).toBe(401);
        expect(await context.cookies()).toEqual([]);
        await page.goto(`${example.url}/audit`);
        await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      });
    });
  },
);
