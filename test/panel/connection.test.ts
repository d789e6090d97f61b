import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { takeScreenshot } from './history/history-browser.ts';
import { buildEvent } from './now/now-answers.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');
const TIMEOUT_MS = 120_000;
const POLL = { timeout: 30_000 };

/** Answers take their real time: where the clock of the page is put forward, they would all come too late. */
const KEEP_WAITING =
  "Object.defineProperty(AbortSignal, 'timeout', { value: () => new AbortController().signal })";

const message = (userMessage: string) => buildEvent({ data: { userMessage } });

describe.skipIf(programs.skip)('the connection to the live feed', { timeout: TIMEOUT_MS }, () => {
  const { start, open } = useNow(programs);

  test('falls back to long polling where no WebSocket comes through', async () => {
    const server = await start();
    server.live.transports = ['polling'];
    const { page } = await open(server, { path: '/activity' });
    await page.getByRole('button', { name: 'Connection: Live · long polling' }).waitFor({ timeout: 60_000 });
    await expect.poll(server.isFollowed, POLL).toBe(true);
    server.emitEvents([message('came without a socket')]);
    await page.getByText('came without a socket').waitFor();
  });

  test('falls back to asking again and again, and comes back', async () => {
    const server = await start();
    server.live.isOpen = false;
    const { page } = await open(server, { path: '/activity' });
    const chip = page.getByRole('button', { name: 'Connection: Polling' });
    await chip.waitFor({ timeout: 60_000 });
    server.answers['/api/v1/monitoring/events'] = () => ({
      events: [message('by asking')],
      nextCursor: null,
    });
    await page.getByText('by asking').waitFor();
    await chip.click();
    await page.getByText('the panel asks every 3 seconds').waitFor();
    await takeScreenshot(page, 'connection-polling');
    server.live.isOpen = true;
    await page.getByRole('button', { name: 'Connection: Live' }).waitFor({ timeout: 60_000 });
  });

  test('says that the server is away, and goes on where it was when it comes back', async () => {
    const server = await start();
    const { page } = await open(server, { path: '/activity' });
    await expect.poll(server.isFollowed, POLL).toBe(true);
    server.emitEvents([message('before it went')]);
    await page.getByText('before it went').waitFor();
    await page.context().setOffline(true);
    server.live.isOpen = false;
    server.cut();
    const chip = page.getByRole('button', { name: 'Connection: Server away' });
    await chip.waitFor({ timeout: 60_000 });
    await chip.click();
    await page.getByText('what is shown is from before').waitFor();
    await takeScreenshot(page, 'connection-away');
    server.live.isOpen = true;
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Connection: Live' }).waitFor({ timeout: 60_000 });
    await expect.poll(() => server.subscriptions().map(({ since }) => since), POLL).toEqual(['p1']);
  });

  test('goes on where it was cut', async () => {
    const server = await start();
    const { page } = await open(server, { path: '/activity' });
    await page.getByRole('button', { name: 'Connection: Live' }).waitFor();
    await expect.poll(server.isFollowed, POLL).toBe(true);
    server.emitEvents([message('before the cut')]);
    await page.getByText('before the cut').waitFor();
    server.cut();
    await page.getByRole('button', { name: 'Connection: Reconnecting' }).waitFor();
    await page.getByRole('button', { name: 'Connection: Live' }).waitFor({ timeout: 60_000 });
    await expect.poll(() => server.subscriptions().map(({ since }) => since), POLL).toEqual(['p1']);
  });

  test('goes on from a position of the server where no event came', async () => {
    const server = await start();
    server.live.position = 'p40';
    let asked = 0;
    server.answers['/api/v1/monitoring/events'] = () => {
      asked++;
      return { events: [message('before')], nextCursor: null };
    };
    const { page } = await open(server, { path: '/activity' });
    const sinceOf = () => server.subscriptions().map(({ since }) => since);
    // It is read again as soon as the subscription is acknowledged.
    await expect.poll(() => asked, POLL).toBe(2);
    server.cut();
    await expect.poll(sinceOf, POLL).toEqual(['p40']);
    server.live.position = undefined;
    await page.getByRole('button', { name: 'Connection: Live' }).waitFor({ timeout: 60_000 });
    server.emitPosition('p41');
    server.emitGap(5);
    await page.getByText('5 left out').waitFor();
    server.cut();
    await expect.poll(sinceOf, POLL).toEqual(['p41']);
  });

  test('says since when it is as it is, however often it tries', async () => {
    const server = await start();
    server.live.isOpen = false;
    const { page } = await open(server, { path: '/nothing-here' });
    await page.clock.install();
    await page.addInitScript(KEEP_WAITING);
    await page.goto(`${server.url}/activity`);
    const chip = page.getByRole('button', { name: 'Connection: Polling' });
    const tryAgain = async () => {
      const tried = page.waitForResponse(/socket\.io.*transport=polling/);
      await page.clock.runFor(12_000);
      await tried;
    };
    while ((await chip.count()) === 0) await tryAgain();
    for (let attempt = 0; attempt < 6; attempt++) await tryAgain();
    await chip.click();
    await page.getByText('Since 1 min ago').waitFor();
  });

  test('reads its list again after a long time, and not all that came meanwhile', async () => {
    const server = await start();
    const { page } = await open(server, { path: '/nothing-here' });
    await page.clock.install();
    await page.goto(`${server.url}/activity`);
    await expect.poll(server.isFollowed, POLL).toBe(true);
    server.emitEvents([message('before the night')]);
    await page.clock.runFor(1000);
    await page.getByText('before the night').waitFor();
    server.answers['/api/v1/monitoring/events'] = () => ({
      events: [message('in the morning')],
      nextCursor: null,
    });
    server.cut();
    await page.getByRole('button', { name: 'Connection: Reconnecting' }).waitFor();
    await page.clock.fastForward(8 * 3_600_000);
    await expect.poll(() => server.subscriptions().map(({ since }) => since), POLL).toEqual([undefined]);
    await page.clock.runFor(1000);
    await page.getByText('in the morning').waitFor();
  });

  test('counts once what is asked for again while the list is paused', async () => {
    const server = await start();
    server.live.isOpen = false;
    const { page } = await open(server, { path: '/activity' });
    await page.getByRole('button', { name: 'Connection: Polling' }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Pause' }).click();
    let asked = 0;
    const events = [message('by asking')];
    server.answers['/api/v1/monitoring/events'] = () => {
      asked++;
      return { events, nextCursor: null };
    };
    await page.getByText('Paused: 1 new since').waitFor();
    await expect.poll(() => asked, POLL).toBeGreaterThan(2);
    expect(await page.getByText('Paused: 1 new since').count()).toBe(1);
  });
});
