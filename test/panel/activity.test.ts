import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { findSeriousProblems, takeScreenshot } from './history/history-browser.ts';
import { buildEvent } from './now/now-answers.ts';
import { Refusal } from './now/now-server.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');
const TIMEOUT_MS = 120_000;
const POLL = { timeout: 30_000 };

const HOSTILE = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u202Etxt.exe`;

const message = (userMessage: string) => buildEvent({ data: { userMessage } });

describe.skipIf(programs.skip)('the page Activity', { timeout: TIMEOUT_MS }, () => {
  const { start, open } = useNow(programs);

  async function openActivity(path = '/activity') {
    const server = await start();
    const opened = await open(server, { path });
    await opened.page.getByRole('button', { name: 'Connection: Live' }).waitFor();
    const list = opened.page.getByRole('list', { name: 'Events, the newest first' });
    await list.getByRole('listitem').first().waitFor();
    await expect.poll(server.isFollowed, POLL).toBe(true);
    return { server, list, ...opened };
  }

  test('shows what happens as it happens, on top', async () => {
    const { server, list, page } = await openActivity();
    server.emitEvents([message('first'), message('second')]);
    await page.getByText('second').waitFor();
    const texts = await list.getByRole('listitem').allTextContents();
    expect(texts[0]).toContain('second');
    expect(texts[1]).toContain('first');
  });

  test('shows times on the clock of the viewer, in winter and in summer', async () => {
    const server = await start();
    const winter = buildEvent({ timestamp: '2026-01-15T11:30:45.000Z' });
    const summer = buildEvent({ timestamp: '2026-07-15T11:30:45.000Z' });
    server.answers['/api/v1/monitoring/events'] = () => ({ events: [summer, winter], nextCursor: null });
    const { page } = await open(server, { path: '/activity' });
    const times = page.getByRole('list', { name: 'Events, the newest first' }).getByRole('time');
    await times.first().waitFor();
    // Of Berlin, where the browser is.
    expect(await times.allTextContents()).toEqual(['15 Jul, 13:30', '15 Jan, 12:30']);
    await times.last().hover();
    expect(await times.last().getAttribute('title')).toBe(
      'Thu, 15 Jan 2026, 12:30:45.000 CET · 2026-01-15T11:30:45.000Z',
    );
  });

  test('shows the events of all applications, also where they have the same id', async () => {
    const { server, page, list } = await openActivity();
    const from = (application: string) =>
      buildEvent({
        id: 'run-1-0',
        data: { userMessage: `of ${application}` },
        source: { application, environment: 'test', instance: 'one' },
      });
    server.emitEvents([from('shop')]);
    await list.getByText('of shop').waitFor();
    server.emitEvents([from('billing')]);
    await list.getByText('of billing').waitFor();
    await list.getByRole('button', { name: /of shop/ }).focus();
    expect(await list.locator('button[tabindex="0"]').allTextContents()).toEqual([
      expect.stringContaining('of shop'),
    ]);
    expect(await page.locator(':focus').textContent()).toContain('of shop');
  });

  test('is paused, counts what comes meanwhile, and goes on', async () => {
    const { server, page } = await openActivity();
    await page.getByRole('button', { name: 'Pause' }).click();
    server.emitEvents([message('while paused'), message('and another')]);
    await page.getByText('Paused: 2 new since').waitFor();
    // Read out once, and not with each event.
    const card = page.getByRole('region', { name: 'Last events' });
    expect((await card.getByRole('status').allTextContents()).join('')).toBe('Paused');
    expect(await page.getByText('while paused').count()).toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('while paused').waitFor();
  });

  test('keeps its filters in the address, and lets the server apply them', async () => {
    const { server, page, list } = await openActivity('/activity?type=error&text=429');
    expect(server.subscriptions()).toContainEqual(
      expect.objectContaining({ channels: ['events'], filter: { types: ['error'] }, packets: true }),
    );
    expect(await page.getByRole('combobox', { name: 'Type' }).inputValue()).toBe('error');
    for (const text of await list.getByRole('listitem').allTextContents()) expect(text).toContain('429');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForURL(`${server.url}/activity`);
    await page.getByRole('searchbox', { name: 'User' }).fill('user_eng003');
    await page.waitForURL(`${server.url}/activity?userId=user_eng003`);
    // The address changes first.
    await waitUntil(() =>
      expect(server.subscriptions()).toContainEqual(
        expect.objectContaining({ filter: { userId: 'user_eng003' } }),
      ),
    );
    server.emitEvents([
      message('of somebody else'),
      buildEvent({ userId: 'user_eng003', data: { userMessage: 'of the one' } }),
    ]);
    await page.getByText('of the one').waitFor();
    expect(await page.getByText('of somebody else').count()).toBe(0);
  });

  test('takes what was just typed back when the filters are cleared', async () => {
    const { server, page } = await openActivity('/activity?type=error');
    await page.clock.install();
    await page.getByRole('searchbox', { name: 'User' }).fill('user_eng003');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.clock.runFor(1000);
    await expect.poll(() => page.url(), POLL).toBe(`${server.url}/activity`);
    expect(await page.getByRole('searchbox', { name: 'User' }).inputValue()).toBe('');
  });

  test('is read by keyboard: arrows go through it, Enter opens, Escape closes', async () => {
    const { page, list } = await openActivity();
    await page.getByRole('searchbox', { name: 'Text' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const third = list.getByRole('button').nth(2);
    await page.getByText('Held while you go through it').waitFor();
    expect(await page.locator(':focus').getAttribute('data-key')).toBe(await third.getAttribute('data-key'));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('heading', { name: 'Data' }).waitFor();
    await takeScreenshot(page, 'activity-details');
    expect(await findSeriousProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.locator(':focus').getAttribute('data-key')).toBe(await third.getAttribute('data-key'));
  });

  test('shows hostile text, and never runs it', async () => {
    const { server, page, problems, list } = await openActivity();
    server.emitEvents([
      buildEvent({
        userId: HOSTILE,
        sessionId: HOSTILE,
        type: HOSTILE,
        event: HOSTILE,
        data: { [HOSTILE]: HOSTILE },
      }),
      buildEvent({ userId: HOSTILE, data: { userMessage: HOSTILE } }),
    ]);
    await list.getByText('<img src=x').first().waitFor();
    await list.getByRole('button').nth(1).click();
    await page.getByRole('dialog').getByText('window.hacked=1').first().waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('leaves what stands beside a text where it is, whatever its direction', async () => {
    const { server, page } = await openActivity();
    const texts = ['latin', 'שלום', 'back\u202Ewards'];
    server.emitEvents(texts.map(userMessage => buildEvent({ data: { userMessage, duration: 240 } })));
    await page.getByText('latin').waitFor();
    // Where the duration begins in each row, from the left.
    const places =
      await page.evaluate(`[...document.querySelectorAll('.activity-text')].slice(0, 3).map(row => {
      const range = document.createRange();
      const nodes = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
        const at = node.data.indexOf('240');
        if (at === -1) continue;
        range.setStart(node, at);
        range.setEnd(node, at + 1);
      }
      return range.getBoundingClientRect().left > row.getBoundingClientRect().left + 20;
    })`);
    expect(places).toEqual([true, true, true]);
  });

  test('cuts the name of a type that is too long for its place', async () => {
    const { server, list } = await openActivity();
    server.emitEvents([buildEvent({ type: 'registration.completed_by_invitation', event: 'done' })]);
    const row = list.getByRole('listitem').filter({ hasText: 'registration' });
    const boxOf = (part: string) => row.locator(part).boundingBox();
    const [type, user] = await Promise.all([boxOf('.badge'), boxOf('.activity-user')]);
    expect(type!.x + type!.width).toBeLessThanOrEqual(user!.x);
  });

  test('keeps the last 100 however many come', async () => {
    const { server, page, list } = await openActivity();
    for (let burst = 0; burst < 40; burst++) {
      server.emitEvents(Array.from({ length: 50 }, (_, index) => message(`burst ${burst} ${index}`)));
      await page.waitForTimeout(25);
    }
    await page.getByText('burst 39 49').waitFor();
    expect(await list.getByRole('listitem').count()).toBe(100);
    expect((await list.getByRole('listitem').allTextContents()).at(-1)).toContain('burst 38 0');
  });

  test('says what was left out', async () => {
    const { server, page } = await openActivity();
    server.emitGap(1200);
    await page.getByText('1,200 left out').waitFor();
    await page.getByRole('combobox', { name: 'Type' }).selectOption('error');
    await page.getByText('1,200 left out').waitFor({ state: 'hidden' });
  });

  test('reads again what was stored before it followed, and after the database was another', async () => {
    const server = await start();
    const stored = [message('before')];
    let asked = 0;
    server.answers['/api/v1/monitoring/events'] = () => {
      asked++;
      if (asked === 2) stored.unshift(message('in between'));
      return { events: stored, nextCursor: null };
    };
    const { page } = await open(server, { path: '/activity' });
    const list = page.getByRole('list', { name: 'Events, the newest first' });
    await list.getByText('in between').waitFor();
    expect((await list.getByRole('listitem').allTextContents())[0]).toContain('in between');
    stored.unshift(message('of the other'));
    server.emitGap(0, 'unknown_position');
    await list.getByText('of the other').waitFor();
    expect((await list.getByRole('listitem').allTextContents())[0]).toContain('of the other');
  });

  test('keeps its rows in the order of time when the server goes away, and when it is back', async () => {
    const server = await start();
    const at = (second: number) => new Date(Date.UTC(2026, 0, 15) + second * 1000).toISOString();
    const build = (second: number) => buildEvent({ timestamp: at(second) });
    const stored = Array.from({ length: 100 }, (_, index) => build(100 - index));
    const read = () => ({ events: stored.slice(0, 100), nextCursor: null });
    server.answers['/api/v1/monitoring/events'] = read;
    const { page } = await open(server, { path: '/activity' });
    const times = page.getByRole('list', { name: 'Events, the newest first' }).locator('time');
    const readTimes = () => times.evaluateAll(all => all.map(time => time.getAttribute('datetime')));
    const lastHundred = (last: number) => Array.from({ length: 100 }, (_, index) => at(last - index));
    await expect.poll(readTimes, POLL).toEqual(lastHundred(100));
    await expect.poll(server.isFollowed, POLL).toBe(true);
    // Of two applications: what happened first comes last.
    const came = [...Array.from({ length: 18 }, (_, index) => build(101 + index)), build(120), build(119)];
    server.emitEvents(came);
    await expect.poll(readTimes, POLL).toEqual(lastHundred(120));

    server.answers['/api/v1/monitoring/events'] = () => new Refusal(503, 'STORE_UNAVAILABLE', 'It is away.');
    server.live.isOpen = false;
    server.cut();
    await page.getByRole('button', { name: 'Connection: Polling' }).waitFor({ timeout: 60_000 });
    stored.unshift(build(121), ...came.toSorted((a, b) => (a.timestamp < b.timestamp ? 1 : -1)));
    server.answers['/api/v1/monitoring/events'] = read;
    await expect.poll(async () => (await readTimes()).includes(at(121)), POLL).toBe(true);
    expect(await readTimes()).toEqual(lastHundred(121));
  });
});
