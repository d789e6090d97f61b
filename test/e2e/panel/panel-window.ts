import type { Browser, BrowserContext, Page } from 'playwright-core';
import { WINDOWS, type WindowName } from '../../panel/history/history-browser.ts';

/** Patient, since the machine may be busy with other suites. */
export const WAIT_MS = 60_000;

export interface PanelWindowOptions {
  /** @default light */
  readonly window?: WindowName;
  /** Cookies of another window, which is signed in. @default none */
  readonly state?: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/** A window of its own, with cookies of its own, and what went wrong in it; `close` it. */
export async function openWindow(browser: Browser, { window = 'light', state }: PanelWindowOptions = {}) {
  const context = await browser.newContext({
    ...WINDOWS[window],
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ...(state && { storageState: state }),
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
  });
  return { page, context, problems, close: () => context.close() };
}

export type PanelWindow = Awaited<ReturnType<typeof openWindow>>;

/** Goes to a page of the panel by its navigation. */
export async function goTo(page: Page, title: string): Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Pages', exact: true });
  await navigation.getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** The number of a card, as it is written. */
export const readStat = (page: Page, label: string) =>
  page.getByRole('region', { name: label, exact: true }).locator('.stat-value').textContent();

/** Counts how often a page asks for a path, from now on. */
export function countRequests(page: Page, path: string): () => number {
  let count = 0;
  page.on('request', request => {
    if (new URL(request.url()).pathname === path) count++;
  });
  return () => count;
}
