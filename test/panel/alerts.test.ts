import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/api/incidents.ts';
import { requirePrograms } from '../support/servers.ts';
import { findSeriousProblems, takeScreenshot } from './history/history-browser.ts';
import { buildIncident, buildSilencedAlert } from './now/now-answers.ts';
import { useNow } from './now/now-suite.ts';

const programs = await requirePrograms('chromium');
const TIMEOUT_MS = 120_000;
const PAGE_INCIDENTS = 100;
/** More than it takes until the page asks again. */
const REFRESH_MS = 20_000;

const numbersTo = (last: number) => Array.from({ length: last }, (_, index) => last - index);

/** Incidents with these numbers, the newest first, as the server gives them out page by page. */
function pagesOf(state: Incident['state'], numbers: () => readonly number[]) {
  return ({ state: asked, cursor }: Readonly<Record<string, string>>) => {
    if (asked !== state) return { incidents: [], nextCursor: null };
    const from = cursor === undefined ? 0 : numbers().findIndex(number => number < Number(cursor));
    const page = numbers().slice(from, from + PAGE_INCIDENTS);
    return {
      incidents: page.map(number =>
        buildIncident({
          id: `i${number}`,
          name: `Alert${number}`,
          state,
          startsAt: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString(),
          ...(state === 'resolved' && { resolvedAt: '2026-02-01T00:00:00.000Z' }),
        }),
      ),
      nextCursor: from + PAGE_INCIDENTS < numbers().length ? String(page.at(-1)) : null,
    };
  };
}

/** Stops the clock of a page, so that the test says when it asks again. */
async function openWithClock(page: Page, path: string): Promise<void> {
  await page.clock.install();
  await page.goto(path);
}

describe.skipIf(programs.skip)('the page Alerts', { timeout: TIMEOUT_MS }, () => {
  const { start, open } = useNow(programs);

  test('says that there are more open incidents than it has, and shows them', async () => {
    const server = await start();
    server.answers['/api/v1/incidents'] = pagesOf('open', () => numbersTo(130));
    const { page } = await open(server, { path: '/alerts' });
    await page.getByRole('tab', { name: 'Open 100+' }).waitFor();
    await page.getByText('100+ not acknowledged yet').waitFor();
    expect(await page.getByText('Alert30', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('Alert30', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Open 130' }).waitFor();
    await page.getByText('130 not acknowledged yet').waitFor();
  });

  test('calls the button of an incident by its alert', async () => {
    const { page } = await open(await start(), { path: '/alerts' });
    const incidents = page.getByRole('table', { name: 'Open incidents' });
    await incidents.getByRole('button', { name: /^critical HighMemoryUsage/ }).waitFor();
    await incidents.getByRole('button', { name: /^warning HighErrorRate/ }).waitFor();
  });

  test('loses no past incident when it asks again after more were shown', async () => {
    const server = await start();
    let last = 150;
    server.answers['/api/v1/incidents'] = pagesOf('resolved', () => numbersTo(last));
    const { page } = await open(server, { path: '/nothing-here' });
    await openWithClock(page, `${server.url}/alerts?state=resolved`);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('Alert1', { exact: true }).waitFor();
    last = 160;
    await page.clock.runFor(REFRESH_MS);
    await page.getByText('Alert160', { exact: true }).waitFor();
    const table = page.getByRole('table', { name: 'Past incidents' });
    const names = await table.locator('.incident-name strong').allTextContents();
    expect(names).toEqual(numbersTo(160).map(number => `Alert${number}`));
  });

  test('keeps an incident that is open up to date', async () => {
    const server = await start();
    let incident = buildIncident({ id: 'i1', name: 'HighErrorRate' });
    server.answers['/api/v1/incidents/:id'] = () => incident;
    const { page } = await open(server, { path: '/nothing-here' });
    await openWithClock(page, `${server.url}/alerts?incident=i1`);
    const dialog = page.getByRole('dialog', { name: 'HighErrorRate' });
    await dialog.getByText('It fires').waitFor();
    incident = { ...incident, state: 'resolved', resolvedAt: new Date().toISOString() };
    await page.clock.runFor(REFRESH_MS);
    await dialog.getByText('It has ended').waitFor();
  });

  test('takes no alert for held back only because the incidents cannot be read', async () => {
    const server = await start();
    const firing = {
      ...buildSilencedAlert(),
      fingerprint: 'f1',
      name: 'ItFires',
      state: 'active',
      silencedBy: [],
    };
    const reason = 'the incidents of the alerts cannot be read now';
    server.answers['/api/v1/alerts'] = () => ({
      source: 'alertmanager',
      reason,
      alerts: [firing, buildSilencedAlert()],
    });
    const { page } = await open(server, { path: '/alerts' });
    const card = page.getByRole('region', { name: 'Held back' });
    await card.getByText(`Some may be missing: ${reason}.`).waitFor();
    await card.getByText('silenced', { exact: true }).waitFor();
    expect(await card.getByText('ItFires').count()).toBe(0);
    await takeScreenshot(page, 'alerts-incidents-unread');
    expect(await findSeriousProblems(page)).toEqual([]);
  });
});
