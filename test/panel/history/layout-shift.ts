import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Half of what Core Web Vitals call good, https://web.dev/articles/cls: one row that comes late is more than this. */
export const MAX_LAYOUT_SHIFT = 0.05;

/** So late is every answer that the page shows first what keeps its place. */
const ANSWER_DELAY_MS = 400;
/** What follows the data, such as a chart that is drawn to its size. */
const SETTLE_MS = 500;

const SUM_OF_SHIFTS = `new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), ${SETTLE_MS});
})`;

/**
 * Opens the page again, with answers that take a moment.
 * @returns how far its parts jumped meanwhile, and how large they were: the sum of the layout shifts without an input
 */
export async function measureLayoutShift(page: Page, isThere: () => Promise<void>): Promise<number> {
  await page.route('**/api/**', async route => {
    await sleep(ANSWER_DELAY_MS);
    // The page may be gone by then.
    await route.fallback().catch(() => {});
  });
  await page.reload();
  await isThere();
  await sleep(SETTLE_MS);
  return (await page.evaluate(SUM_OF_SHIFTS)) as number;
}
