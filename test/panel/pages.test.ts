import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { findSeriousProblems, takeScreenshot, WINDOWS, type WindowName } from './history/history-browser.ts';
import { MAX_LAYOUT_SHIFT, measureLayoutShift } from './history/layout-shift.ts';
import { buildDashboard } from './now/now-answers.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');

const PAGES = [
  {
    name: 'monitoring',
    path: '/',
    title: 'Monitoring',
    shows: 'Why does the build of the checkout service fail',
  },
  { name: 'activity', path: '/activity', title: 'Activity', shows: 'RateLimitError' },
  { name: 'alerts', path: '/alerts', title: 'Alerts', shows: 'The assistant uses 91 % of its memory' },
  { name: 'dashboards', path: '/dashboards', title: 'Dashboards', shows: 'AI operations' },
] as const;

/** Axe looks at every element, on a machine that does other things beside. */
const TIMEOUT_MS = 120_000;

describe.skipIf(programs.skip)('the pages of what happens now', { timeout: TIMEOUT_MS }, () => {
  const { start, open } = useNow(programs);

  describe.each(Object.keys(WINDOWS) as WindowName[])('in the window %s', window => {
    test.each(PAGES)(
      '$name shows its data, and axe finds nothing serious',
      async ({ name, path, title, shows }) => {
        const { page, problems } = await open(await start(), { path, window });
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        await page.getByText(shows).first().waitFor();
        await page.getByRole('button', { name: 'Connection: Live' }).waitFor();
        await takeScreenshot(page, `${name}-${window}`);
        expect(await findSeriousProblems(page)).toEqual([]);
        expect(await page.title()).toBe(`${title} · aiwatch`);
        const overflow = await page.evaluate(
          'Math.max(0, document.documentElement.scrollWidth - innerWidth)',
        );
        expect(overflow).toBe(0);
        expect(problems).toEqual([]);
      },
    );

    test('monitoring opens who is active, and the details of a part', async () => {
      const { page, problems } = await open(await start(), { window });
      await page.getByRole('button', { name: 'Who is active' }).click();
      const users = page.getByRole('dialog', { name: 'Active in the last 30 minutes' });
      await users.getByRole('row', { name: /^user_eng001 56 \d min ago$/ }).waitFor();
      expect(await users.getByRole('row').count()).toBe(1 + 14);
      await takeScreenshot(page, `monitoring-users-${window}`);
      expect(await findSeriousProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await users.waitFor({ state: 'detached' });

      await page.getByRole('button', { name: /^billing API/ }).click();
      const part = page.getByRole('dialog', { name: 'billing API' });
      await part.getByText('Degraded').waitFor();
      await part.getByText('answers take 2.8 s, more than 2 s').waitFor();
      await part.getByText('https://billing.internal/health').waitFor();
      await takeScreenshot(page, `monitoring-part-${window}`);
      expect(await findSeriousProblems(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await part.waitFor({ state: 'detached' });
      expect(problems).toEqual([]);
    });
  });

  test('shows a number in one line however long it is, also on a phone', async () => {
    const server = await start();
    const dashboard = buildDashboard();
    server.answers['/api/monitoring/dashboard'] = () => ({
      ...dashboard,
      messages: { ...dashboard.messages, value: 1_484_821_007 },
    });
    const { page } = await open(server, { window: 'phone' });
    await page.getByText('1,484,821,007', { exact: true }).waitFor();
    const shown = await page.evaluate(`[...document.querySelectorAll('.stat-value')].map(element => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return [range.getClientRects().length, element.scrollWidth <= element.clientWidth];
    })`);
    expect(shown).toEqual(Array(4).fill([1, true]));
  });

  test.each(PAGES)('nothing of $name jumps while its data comes', async ({ path, shows }) => {
    const { page } = await open(await start(), { path });
    const there = () => page.getByText(shows).first().waitFor();
    await there();
    expect(await measureLayoutShift(page, there)).toBeLessThan(MAX_LAYOUT_SHIFT);
  });
});
