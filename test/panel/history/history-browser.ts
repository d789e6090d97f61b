import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { HistoryApp, Viewer } from './history-app.ts';

const SCREENSHOTS = new URL('../../../build/screenshots/', import.meta.url);

export const WINDOWS = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const;
export type WindowName = keyof typeof WINDOWS;

export interface OpenOptions {
  readonly path: string;
  /** @default light */
  readonly window?: WindowName;
  /** @default admin */
  readonly viewer?: Viewer;
}

/** A page of the panel, signed in, and what went wrong in it. */
export async function openPage(browser: Browser, app: HistoryApp, options: OpenOptions) {
  const { path, window = 'light', viewer = 'admin' } = options;
  const context = await browser.newContext({
    ...WINDOWS[window],
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  await context.addCookies([{ name: 'token', value: await app.tokenOf(viewer), url: app.url }]);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => {
    // This server has no live feed: the panel looks for it, and goes on without.
    const isFeed = /socket\.io|\/stream/.test(`${message.location().url} ${message.text()}`);
    if (message.type() === 'error' && !isFeed) problems.push(message.text());
  });
  await page.route('**/api/v1/session', route => route.fulfill({ json: app.sessionOf(viewer) }));
  await page.goto(app.url + path);
  return { page, problems, close: () => context.close() };
}

/** What axe finds on the page that is serious or critical. */
export async function findSeriousProblems(page: Page): Promise<readonly string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const { violations } = (await page.evaluate(`${axe}; axe.run()`)) as AxeResults;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Keeps a picture of the whole page as build output. */
export async function takeScreenshot(page: Page, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`${name}.png`, SCREENSHOTS));
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
}
