import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../tools/panels/launch-chromium.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { CLIENT, startOidcProvider } from '../server/panel/oidc-provider.ts';
import { openPanelApp } from '../server/panel/panel-app.ts';
import { requirePrograms } from '../support/servers.ts';
import { openWindow, WAIT_MS } from './panel/panel-window.ts';

const programs = await requirePrograms('chromium');
const PANEL = fileURLToPath(new URL('../../dist/panel/', import.meta.url));
const PEOPLE = [
  { id: 'grace', roles: ['monitoring-admins'] },
  { id: 'eve', roles: ['visitors'] },
];

/** The panel of a server that sends people to an identity provider, and both; `close` them. */
async function openPanel() {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const redirectUri = `${url}/api/v1/session/oidc/callback`;
  const provider = await startOidcProvider({ redirectUri, people: PEOPLE });
  const panel = await openPanelApp({
    folder: PANEL,
    port,
    oidc: {
      issuer: provider.issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      scopes: ['openid', 'profile'],
      buttonLabel: 'Sign in with the company account',
      roleClaim: 'realm_access.roles',
      userClaim: 'preferred_username',
      roles: { 'monitoring-admins': 'admin' },
    },
  });
  return { url, close: () => Promise.all([panel.close(), provider.close()]) };
}

describe.skipIf(programs.skip)(
  'signing in by an identity provider, in a browser',
  { timeout: 3 * WAIT_MS },
  () => {
    let browser: Browser;
    let panel: Awaited<ReturnType<typeof openPanel>>;
    beforeAll(async () => {
      browser = await launchChromium(programs.get('chromium'));
      panel = await openPanel();
    });
    afterAll(async () => {
      await browser?.close();
      await panel?.close();
    });

    /** Follows the button, and fills in the forms of the provider. */
    async function passProvider(name: string) {
      const { page, close } = await openWindow(browser);
      await page.goto(`${panel.url}/audit`);
      await page.getByRole('link', { name: 'Sign in with the company account' }).click();
      await page.locator('input[name=login]').fill(name);
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await page.getByRole('button', { name: 'Continue' }).click();
      return { page, close };
    }

    test('leads back to the page that was asked for', async () => {
      const { page, close } = await passProvider('grace');
      await page.getByRole('button', { name: 'Account: grace@example.com' }).waitFor();
      expect(page.url()).toBe(`${panel.url}/audit`);
      await close();
    });

    test('says who may not come in that they may not, with a way back', async () => {
      const { page, close } = await passProvider('eve');
      await page.getByText('OIDC_ROLE_MISSING').waitFor();
      await page.getByRole('link', { name: 'Back to the sign-in page' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await close();
    });
  },
);
