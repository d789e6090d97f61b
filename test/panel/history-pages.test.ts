import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { AnalyticsUser, HeatmapAnswerCell } from '../../src/api/analytics.ts';
import { recordConsent } from '../../src/privacy/index.ts';
import { buildEvent, buildRecord } from '../support/records.ts';
import { requirePrograms } from '../support/servers.ts';
import { aliases } from './history/history-app.ts';
import { findSeriousProblems, takeScreenshot, WINDOWS, type WindowName } from './history/history-browser.ts';
import { HOSTILE } from './history/history-events.ts';
import { useHistory } from './history/history-suite.ts';
import { MAX_LAYOUT_SHIFT, measureLayoutShift } from './history/layout-shift.ts';

const programs = await requirePrograms('postgres', 'initdb', 'chromium');
const TIMEOUT_MS = 120_000;
const POLL = { timeout: 30_000 };
/** By so much fonts differ between machines, over a whole page. */
const PLACE_TOLERANCE_PX = 40;

/** Pages, and what says that their data is there. */
const PAGES: readonly {
  name: string;
  path: string;
  isThere: (page: Page) => Promise<void>;
  viewer?: 'user';
}[] = [
  { name: 'analytics', path: '/analytics', isThere: page => chart(page, 'Message volume') },
  { name: 'system', path: '/system', isThere: page => chart(page, 'CPU and memory') },
  { name: 'events', path: '/events', isThere: page => page.getByText('50 events').waitFor() },
  { name: 'users', path: '/users', isThere: page => page.getByRole('button', { name: 'grace' }).waitFor() },
  { name: 'user', path: '/users?user=grace', isThere: page => page.getByText('Average duration').waitFor() },
  { name: 'audit', path: '/audit', isThere: page => page.getByText('Root hash').waitFor() },
  {
    name: 'own-data',
    path: '/me',
    viewer: 'user',
    isThere: page => page.getByText('Average duration').waitFor(),
  },
];

const chart = (page: Page, title: string) =>
  page.getByRole('img', { name: new RegExp(`^${title}\\.`) }).waitFor();

async function save(page: Page, click: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const coming = page.waitForEvent('download');
  await click();
  const download: Download = await coming;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

/** Saves what a card shows, by its menu. */
const saveCard = (page: Page, title: string, item: string) =>
  save(page, async () => {
    await page.getByRole('button', { name: `Save ${title}` }).click();
    await page.getByRole('button', { name: item, exact: true }).click();
  });

/** The lines of a CSV file. */
const linesOf = (content: Buffer) => content.toString().trimEnd().split('\r\n');

describe.skipIf(programs.skip)('the pages that look back', { timeout: TIMEOUT_MS }, () => {
  const { store, open } = useHistory(programs);

  describe.each(Object.keys(WINDOWS) as WindowName[])('in the window %s', window => {
    test.each(PAGES)(
      '$name shows its data, fits, and axe finds nothing serious',
      async ({ name, path, isThere, viewer }) => {
        const { page, problems } = await open({ path, window, ...(viewer && { viewer }) });
        await isThere(page);
        await takeScreenshot(page, `${name}-${window}`);
        expect(await findSeriousProblems(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          WINDOWS[window].viewport.width,
        );
        expect(problems).toEqual([]);
      },
    );
  });

  test.each(PAGES)('nothing of $name jumps while its data comes', async ({ path, isThere, viewer }) => {
    const { page } = await open({ path, ...(viewer && { viewer }) });
    await isThere(page);
    expect(await measureLayoutShift(page, () => isThere(page))).toBeLessThan(MAX_LAYOUT_SHIFT);
  });

  test.each([
    { path: '/analytics', title: 'Analytics', last: 'Top users' },
    { path: '/system?period=month', title: 'System', last: 'Top endpoints' },
    { path: '/system?period=hour', title: 'System', last: 'Top endpoints' },
  ])('$path keeps the place of all its parts until they come', async ({ path, title, last }) => {
    const { page } = await open({ path });
    const height = () => page.evaluate<number>("document.querySelector('main').scrollHeight");
    await page.getByRole('region', { name: last }).waitFor();
    const whole = await height();
    await page.route(/\/api\/(analytics|admin)\//, () => {});
    await page.reload();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    expect(Math.abs((await height()) - whole)).toBeLessThan(PLACE_TOLERANCE_PX);
    expect(whole).toBeGreaterThan(WINDOWS.light.viewport.height);
  });

  test('Analytics keeps its choices in the address, and says in words what the chart shows', async () => {
    const { page } = await open({ path: '/analytics' });
    const volume = page.getByRole('img', { name: /^Message volume\. 30 points.*Unusual: / });
    await volume.waitFor();
    await page.getByRole('radio', { name: '90 days' }).check({ force: true });
    await page.getByRole('radio', { name: 'Week' }).check({ force: true });
    await page.getByRole('img', { name: /^Message volume\. 1[345] points, from Week of/ }).waitFor();
    await expect.poll(() => new URL(page.url()).search, POLL).toBe('?range=quarter&by=week');
    await page.reload();
    await page.getByRole('img', { name: /^Message volume\. 1[345] points, from Week of/ }).waitFor();
  });

  test('today up to now is compared with yesterday up to the same time', async () => {
    const { page } = await open({ path: '/users' });
    const asking = page.waitForRequest(/\/api\/analytics\/overview/);
    await page.goto(new URL('/analytics?range=today', page.url()).href);
    const asked = new URL((await asking).url()).searchParams;
    const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'Europe/Berlin' });
    const timeOf = (name: string) => clock.format(new Date(asked.get(name)!));
    expect(timeOf('previousFrom')).toBe('00:00:00');
    expect(timeOf('previousTo')).toBe(timeOf('to'));
    const begun = [asked.get('from')!, asked.get('previousFrom')!];
    await store().write(begun.map(timestamp => buildRecord(buildEvent({ timestamp }))));
    await page.reload();
    await page.getByText('by this time yesterday').first().waitFor();
    const busyHours = page.getByRole('region', { name: 'Busy hours' });
    await busyHours.getByText('Busiest hour').waitFor();
    expect(await busyHours.getByText('Quietest day').count()).toBe(0);
    await takeScreenshot(page, 'analytics-today');
  });

  test('days of one’s own begin with a week, also where the clocks were changed', async () => {
    const { page } = await open({ path: '/users' });
    await page.clock.install({ time: '2026-10-26T22:30:00Z' });
    await page.goto(new URL('/analytics', page.url()).href);
    await page.getByRole('radio', { name: 'Other' }).check({ force: true });
    await expect
      .poll(() => new URL(page.url()).search, POLL)
      .toBe('?range=custom&from=2026-10-20&to=2026-10-26');
  });

  test('a chart is seen as a table, and saved as a picture, CSV and JSON', async () => {
    const { page } = await open({ path: '/analytics' });
    await chart(page, 'Message volume');
    const card = page.getByRole('region', { name: 'Message volume', exact: true });
    const saveAs = (item: string) => saveCard(page, 'Message volume', item);
    const picture = await saveAs('Picture (PNG)');
    expect(picture.name).toMatch(/^message-volume-\d{4}-\d\d-\d\d\.png$/);
    expect(picture.content.subarray(1, 4).toString()).toBe('PNG');
    const csv = linesOf((await saveAs('Data (CSV)')).content);
    expect(csv[0]).toBe('time,messages,previous,unusual');
    const json = JSON.parse((await saveAs('Data (JSON)')).content.toString()) as { unusual: boolean }[];
    expect(json).toHaveLength(30);
    expect(csv).toHaveLength(31);
    expect(json.some(({ unusual }) => unusual)).toBe(true);
    await card.getByRole('button', { name: 'Show table' }).click();
    await card.getByRole('row').nth(30).waitFor();
  });

  test('the numbers of a point stay within the chart, also on a phone', async () => {
    const { page } = await open({ path: '/analytics?range=week&by=hour', window: 'phone' });
    await chart(page, 'Message volume');
    const plot = page.locator('.chart-plot').first();
    const { width } = (await plot.boundingBox())!;
    for (const place of [0.2, 0.45, 0.49, 0.51, 0.55, 0.9]) {
      await plot.hover({ position: { x: width * place, y: 60 } });
      const tip = (await plot.locator('.chart-tip').boundingBox())!;
      const { x } = (await plot.boundingBox())!;
      expect([place, tip.x >= x - 1, tip.x + tip.width <= x + width + 1]).toEqual([place, true, true]);
    }
  });

  test('busy hours are saved as CSV and JSON: all hours of the week', async () => {
    const { page } = await open({ path: '/analytics' });
    const csv = await saveCard(page, 'Busy hours', 'Data (CSV)');
    expect(csv.name).toMatch(/^busy-hours-\d{4}-\d\d-\d\d\.csv$/);
    const lines = linesOf(csv.content);
    expect(lines).toHaveLength(1 + 7 * 24);
    expect(lines[0]).toBe('weekday,hour,events,messages');
    const json = await saveCard(page, 'Busy hours', 'Data (JSON)');
    expect(json.name).toMatch(/^busy-hours-\d{4}-\d\d-\d\d\.json$/);
    const cells = JSON.parse(json.content.toString()) as HeatmapAnswerCell[];
    expect(cells.map(cell => Object.values(cell).join())).toEqual(lines.slice(1));
    const caption = 'Messages by weekday and hour';
    const shown = await page.getByRole('table', { name: caption }).getByRole('cell').allTextContents();
    expect(cells.map(({ messages }) => messages)).toEqual(
      shown.map(text => Number(text.replaceAll(',', ''))),
    );
  });

  test('busy hours and keys of charts are seen where the system replaces colours', async () => {
    const { page } = await open({ path: '/analytics' });
    await chart(page, 'Message volume');
    await page.emulateMedia({ forcedColors: 'active' });
    const colorOf = (selector: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`);
    const colors = await Promise.all(['td.heat-0', 'td.heat-5', '.card', '.chart-key-bars'].map(colorOf));
    const [least, most, ground, key] = colors;
    expect(most).not.toBe(least);
    expect(key).not.toBe(ground);
  });

  test('top users are saved as CSV and JSON: the same, in the same order', async () => {
    const { page } = await open({ path: '/analytics' });
    const csv = await saveCard(page, 'Top users', 'Data (CSV)');
    expect(csv.name).toMatch(/^top-users-\d{4}-\d\d-\d\d\.csv$/);
    const [head, ...rows] = linesOf(csv.content);
    expect(head).toBe('userId,events,messages,errors,tokens,firstSeen,lastSeen');
    const shown = await page.getByRole('region', { name: 'Top users' }).getByRole('link').allTextContents();
    expect(rows.map(row => row.split(',')[0])).toEqual(shown);
    const json = await saveCard(page, 'Top users', 'Data (JSON)');
    expect(json.name).toMatch(/^top-users-\d{4}-\d\d-\d\d\.json$/);
    const users = JSON.parse(json.content.toString()) as AnalyticsUser[];
    expect(users.map(({ userId }) => userId)).toEqual(shown);
    expect(users.every(({ events }) => events > 0)).toBe(true);
  });

  test('Events are filtered by the address, read page by page, and exported with the same filter', async () => {
    const { page } = await open({ path: '/events?userId=ada&type=chat' });
    await page.getByText('50 events').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('100 events').waitFor();
    const { content } = await save(page, async () => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('link', { name: /NDJSON/ }).click();
    });
    const events = content
      .toString()
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(new Set(events.map(({ userId, type }) => `${userId} ${type}`))).toEqual(new Set(['ada chat']));
    const { rows } = await store().pool.query<{ count: number }>(
      "SELECT count(*) AS count FROM monitoring_events WHERE user_id = 'ada' AND event_type = 'chat'",
    );
    expect(events).toHaveLength(rows[0]!.count);
    await page.getByRole('combobox', { name: 'Type' }).selectOption('tool');
    await page.waitForURL(/type=tool/);
  });

  test('Events asks for nothing, and exports nothing, until the days are chosen', async () => {
    const { page } = await open({ path: '/users' });
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await page.goto(new URL('/events?range=custom&from=2026-11-03&to=2026-11-01', page.url()).href);
    await page.getByText('Choose the days').waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked).not.toContain('/api/v1/monitoring/events');
    expect(await page.getByRole('button', { name: 'Export' }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Time' }).selectOption('Any time');
    await page.getByText('50 events').waitFor();
    expect(await page.getByRole('button', { name: 'Export' }).count()).toBe(1);
  });

  test('the details of an event are opened by the keyboard, closed by Escape, and show hostile text as text', async () => {
    const hostile = buildEvent({ userId: HOSTILE, type: 'evil', event: 'try', data: { text: HOSTILE } });
    await store().write([buildRecord(hostile)]);
    const { page, problems } = await open({ path: '/events?type=evil' });
    await page.getByText('1 event, which is all').waitFor();
    await page.getByRole('table').getByRole('button', { name: 'try · ' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'evil · try' });
    await dialog.getByText(HOSTILE).first().waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('event'), POLL).toContain(hostile.id);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // The address is told a moment after the page.
    await expect.poll(() => page.url(), POLL).not.toContain('event=');
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(problems).toEqual([]);
  });

  test('of two events with the same id the one is opened that was pressed', async () => {
    const timestamp = new Date().toISOString();
    const from = (application: string) => {
      const source = { application, environment: 'test', instance: 'one' };
      return buildRecord(
        buildEvent({ id: 'run-1-0', type: 'twin', timestamp, source, data: { from: application } }),
      );
    };
    await store().write([from('shop'), from('billing')]);
    const { page } = await open({ path: '/events?type=twin' });
    for (const application of ['shop', 'billing']) {
      await page.getByRole('row', { name: application }).click();
      await page.getByRole('dialog').getByText(`"from": "${application}"`).waitFor();
      await page.reload();
      await page.getByRole('dialog').getByText(`"from": "${application}"`).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test('an event is opened by its address, also where the list has come further', async () => {
    const at = (ms: number) => new Date(Date.now() - 60_000 + ms).toISOString();
    const old = buildEvent({ type: 'linked', timestamp: at(0), data: { note: 'the linked one' } });
    const later = Array.from({ length: 60 }, (_, ms) =>
      buildEvent({ type: 'linked', timestamp: at(ms + 1) }),
    );
    await store().write([old, ...later].map(event => buildRecord(event)));
    const key = encodeURIComponent(`${old.timestamp} ${old.source.application} ${old.id}`);
    const { page } = await open({ path: `/events?type=linked&event=${key}` });
    await page
      .getByRole('dialog', { name: /^linked/ })
      .getByText('"note": "the linked one"')
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('50 events').waitFor();
    await page.goto(new URL(`/events?type=linked&event=${key}x`, page.url()).href);
    await page.getByRole('dialog').getByText('This event is not there').waitFor();
  });

  test('a user is opened, and Back leads to the list', async () => {
    const { page } = await open({ path: '/system' });
    await chart(page, 'CPU and memory');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Users' }).click();
    await page.getByRole('button', { name: 'grace' }).click();
    await page.getByRole('heading', { level: 1, name: 'grace' }).waitFor();
    await expect.poll(() => page.locator(':focus').getAttribute('id')).toBe('page');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname, POLL).toBe('/users');
  });

  test('an answer about consent is recorded, and stands in the audit trail', async () => {
    const { page } = await open({ path: '/users?user=dennis' });
    await page.getByText('No answer is recorded').waitFor();
    await page.getByRole('button', { name: 'Record refusal' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Record refusal' }).click();
    await page.getByText('Refused: events are not taken in').waitFor();
    await page.goto(new URL('/audit?who=dennis', page.url()).href);
    await page.getByRole('row', { name: /Recorded an answer about consent.*root.*dennis/ }).waitFor();
  });

  test('a user is erased only when the id was typed', async () => {
    await recordConsent(store().pool, { userId: 'edsger', aliases, granted: false, by: 'root' });
    const { page } = await open({ path: '/users?user=edsger' });
    await page.getByText('Average duration').waitFor();
    await page.getByText('Refused: events are not taken in').waitFor();
    await page.getByRole('button', { name: 'Erase …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase this user' });
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    await dialog.getByRole('textbox').fill('someone else');
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('edsger');
    await erase.click();
    await page.getByText(/^Erased: \d+ events/).waitFor();
    await page.getByText('No events of this user').waitFor();
    await page.getByText('No answer is recorded').waitFor();
    const { rows } = await store().pool.query("SELECT 1 FROM monitoring_events WHERE user_id = 'edsger'");
    expect(rows).toEqual([]);
  });

  test('a user whose id begins with a space is erased too', async () => {
    await store().write([buildRecord(buildEvent({ userId: ' spaced' }))]);
    const { page } = await open({ path: '/users?user=+spaced' });
    await page.getByText('Average duration').waitFor();
    await page.getByRole('button', { name: 'Erase …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase this user' });
    await dialog.getByRole('textbox').fill('spaced');
    await dialog.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText(/^Erased: 1 event, /).waitFor();
  });

  test('the counts of each hour of a year are saved', async () => {
    const { page } = await open({ path: '/analytics?range=year' });
    await chart(page, 'Message volume');
    const { content } = await save(page, async () => {
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('link', { name: 'Hourly metrics (CSV)' }).click();
    });
    expect(linesOf(content).length).toBeGreaterThan(364 * 24);
    await page.goto(new URL('/analytics?range=custom&from=2020-01-01&to=2026-01-01', page.url()).href);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('button', { name: 'Timeline (CSV)' }).waitFor();
    expect(await page.getByRole('link', { name: /^Hourly metrics/ }).count()).toBe(0);
  });

  test('a user sees the own events and the own data, and no page of administrators', async () => {
    const { page } = await open({ path: '/events', viewer: 'user' });
    await page.getByRole('heading', { name: 'Your events' }).waitFor();
    await page.getByText('50 events').waitFor();
    expect(await page.getByRole('searchbox', { name: 'User' }).count()).toBe(0);
    const names = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents();
    expect(names).toEqual(['Activity', 'Events', 'Your data']);
    await page.goto(new URL('/users', page.url()).href);
    await page
      .getByRole('heading', { name: 'This page is for administrators' })
      .or(page.getByText('This page is for administrators'))
      .first()
      .waitFor();
  });

  test('a page says what to do where there is nothing, and where the server does not answer', async () => {
    const { page } = await open({ path: '/events?userId=nobody-at-all' });
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Show all events' }).click();
    await page.getByText('50 events').waitFor();
    await page.route('**/api/admin/stats/**', route => route.abort());
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByText('No connection', { exact: true }).waitFor();
    await page.unroute('**/api/admin/stats/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await chart(page, 'CPU and memory');
  });
});
