import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { PanelRole } from '../../../src/api/session.ts';
import { launchChromium } from '../../../tools/panels/launch-chromium.ts';
import type { RequiredPrograms } from '../../support/servers.ts';
import { WINDOWS, type WindowName } from '../history/history-browser.ts';
import { startNowServer } from './now-server.ts';

export interface OpenOptions {
  /** @default / */
  readonly path?: string;
  /** @default light */
  readonly window?: WindowName;
  /** Null opens the panel signed out. @default admin */
  readonly role?: PanelRole | null;
}

/** Inside of a `describe`: the panel with recorded answers for each test, and one browser for all. */
export function useNow(programs: RequiredPrograms) {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(programs.get('chromium'));
  });
  afterAll(() => browser?.close());

  async function start() {
    const server = await startNowServer();
    onTestFinished(server.close);
    return server;
  }

  return {
    start,
    /** Opens a page of a server. Whatever goes wrong in it is in `problems`. */
    async open(server: Awaited<ReturnType<typeof start>>, options: OpenOptions = {}) {
      const { path = '/', window = 'light', role = 'admin' } = options;
      if (role !== null) server.signIn(role);
      const context = await browser.newContext({
        ...WINDOWS[window],
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
      });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const problems: string[] = [];
      page.on('pageerror', error => problems.push(error.message));
      page.on('console', message => message.type() === 'error' && problems.push(message.text()));
      await page.goto(server.url + path);
      return { page, context, problems };
    },
  };
}
