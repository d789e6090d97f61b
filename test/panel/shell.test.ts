import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { findSeriousProblems, takeScreenshot } from './history/history-browser.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');
const TIMEOUT_MS = 120_000;
const POLL = { timeout: 30_000 };

describe.skipIf(programs.skip)('the frame of the panel', { timeout: TIMEOUT_MS }, () => {
  const { start, open } = useNow(programs);

  test('is used by keyboard: past the navigation, and from page to page', async () => {
    const { page } = await open(await start(), { path: '/dashboards' });
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toContain('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('page');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Alerts' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
    await expect.poll(() => page.locator(':focus').getAttribute('id'), POLL).toBe('page');
    await expect.poll(() => page.title(), POLL).toBe('Alerts · aiwatch');
  });

  test('says where an unknown address leads', async () => {
    const { page, problems } = await open(await start(), { path: '/nothing-here' });
    await page.getByText('There is no such page').waitFor();
    expect(await findSeriousProblems(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to the first page' }).click();
    await page.getByRole('heading', { level: 1, name: 'Monitoring' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('keeps the theme that was chosen', async () => {
    const { page } = await open(await start(), { path: '/dashboards' });
    await page.getByRole('button', { name: 'Account: ada' }).click();
    await takeScreenshot(page, 'account-menu');
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor();
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
  });

  test('has its navigation in a drawer on a phone', async () => {
    const { page } = await open(await start(), { path: '/dashboards', window: 'phone' });
    await page.getByRole('button', { name: 'Pages' }).click();
    const drawer = page.getByRole('dialog', { name: 'Pages' });
    await drawer.getByRole('link', { name: 'Alerts' }).waitFor();
    await takeScreenshot(page, 'drawer-phone');
    expect(await findSeriousProblems(page)).toEqual([]);
    await drawer.getByRole('link', { name: 'Alerts' }).click();
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
    await drawer.waitFor({ state: 'hidden' });
  });

  test('is left in all tabs where one signs out, and entered again in all', async () => {
    const server = await start();
    const { page, context } = await open(server, { path: '/dashboards' });
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor();
    const other = await context.newPage();
    await other.goto(`${server.url}/activity`);
    await other.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await other.getByRole('button', { name: 'Account: ada' }).click();
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await other.getByLabel('Token').fill('admin.token.x');
    await other.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor();
  });

  test('shows users their own activity, and nothing else', async () => {
    const server = await start();
    const { page } = await open(server, { role: 'user' });
    await page.getByRole('heading', { level: 1, name: 'Your activity' }).waitFor();
    await page.getByRole('button', { name: 'Connection: Polling' }).waitFor();
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect(await links.allTextContents()).not.toContain('Monitoring');
    await takeScreenshot(page, 'activity-user');
    await page.goto(`${server.url}/alerts`);
    await page.getByText('This page is for administrators').waitFor();
  });
});
