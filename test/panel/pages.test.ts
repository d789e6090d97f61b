import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { findSeriousProblems, takeScreenshot, WINDOWS, type WindowName } from './history/history-browser.ts';
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
  });
});
