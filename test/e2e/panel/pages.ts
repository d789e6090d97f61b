import type { Page } from 'playwright-core';

/** Whom an administrator erases. */
export const LEAVING = 'user_eng004';
/** Who signs in with a token of the role user. */
export const STAYING = 'user_eng001';

/** The rows of the page Activity. */
export const rowsOf = (page: Page) =>
  page.getByRole('list', { name: 'Events, the newest first' }).getByRole('button');

/** Every page with what says that its data is there, for pictures. */
export const PAGES: readonly {
  readonly name: string;
  readonly path: string;
  readonly shows: (page: Page) => Promise<void>;
}[] = [
  { name: 'monitoring', path: '/', shows: page => page.locator('.message-row').first().waitFor() },
  { name: 'activity', path: `/activity?userId=${LEAVING}`, shows: page => rowsOf(page).first().waitFor() },
  { name: 'alerts', path: '/alerts', shows: page => page.getByText('QueueGrows').first().waitFor() },
  {
    name: 'alerts-past',
    path: '/alerts?state=resolved',
    shows: page => page.getByText('HighErrorRate').waitFor(),
  },
  {
    name: 'analytics',
    path: '/analytics?range=today',
    shows: page => page.getByRole('img', { name: /^Message volume\./ }).waitFor(),
  },
  {
    name: 'system',
    path: '/system?period=hour',
    shows: page => page.getByRole('img', { name: /^CPU and memory\./ }).waitFor(),
  },
  {
    name: 'events',
    path: `/events?userId=${LEAVING}`,
    shows: page => page.getByText(/^[\d,]+ events/).waitFor(),
  },
  { name: 'dashboards', path: '/dashboards', shows: page => page.locator('a.dashboard').first().waitFor() },
  { name: 'users', path: '/users', shows: page => page.getByRole('button', { name: LEAVING }).waitFor() },
  {
    name: 'user',
    path: `/users?user=${LEAVING}`,
    shows: page => page.getByText('No answer is recorded').waitFor(),
  },
  {
    name: 'audit',
    path: '/audit',
    shows: page => page.getByText('Signed in to the panel').first().waitFor(),
  },
];
