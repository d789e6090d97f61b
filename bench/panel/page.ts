import type { Page } from 'playwright-core';
import type { BenchServer } from '../events/server.ts';

/** How soon a page could be used, from the beginning of its navigation. */
export interface PagePaint {
  /** The first text or picture; in milliseconds. */
  readonly firstContentfulMs: number;
  /** Its heading and its list, or what the list says where it is empty; in milliseconds. */
  readonly usefulMs: number;
  /** Scripts of the page as they came over the network. */
  readonly scriptBytes: number;
}

/** What a page's own performance entries say of its tasks. */
export interface TaskWatch {
  readonly longestTaskMs: number;
  readonly longTasks: number;
}

/** `src/api/session.ts` says the same to the panel. */
const REQUEST_HEADER = 'x-aiwatch-request';

/** Marks the moment at which heading and content are there. */
const MARK_USEFUL = `
const look = () => {
  const heading = document.querySelector('h1')?.textContent;
  const content = document.querySelector('main .activity-row, main .message');
  if (heading === 'Activity' && content !== null) performance.mark('useful');
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);`;

const READ_PAINT = `
(() => {
  const timeOf = name => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
  const scripts = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js'));
  return {
    firstContentfulMs: timeOf('first-contentful-paint'),
    usefulMs: timeOf('useful'),
    scriptBytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  };
})()`;

const WATCH_TASKS = `
window.taskTimes = [];
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) window.taskTimes.push(duration);
}).observe({ type: 'longtask' });`;

const READ_TASKS =
  '({ longestTaskMs: Math.max(0, ...window.taskTimes), longTasks: window.taskTimes.length })';

/** Signs in, and opens the Activity page. */
export async function openActivity(page: Page, { port, adminToken }: BenchServer): Promise<void> {
  const url = `http://127.0.0.1:${port}`;
  const answer = await page.request.post(`${url}/api/v1/session`, {
    data: { token: adminToken },
    headers: { [REQUEST_HEADER]: 'bench' },
  });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
  await page.addInitScript({ content: MARK_USEFUL });
  await page.goto(`${url}/activity`);
}

export async function readPaint(page: Page): Promise<PagePaint> {
  await page.waitForFunction(() => performance.getEntriesByName('useful').length > 0);
  return page.evaluate<PagePaint>(READ_PAINT);
}

/** Watches the page from now on. @returns tells what was seen */
export async function startTaskWatch(page: Page): Promise<() => Promise<TaskWatch>> {
  await page.evaluate(WATCH_TASKS);
  return () => page.evaluate<TaskWatch>(READ_TASKS);
}
