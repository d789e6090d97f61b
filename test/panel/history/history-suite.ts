import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { recordConsent } from '../../../src/privacy/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { launchChromium } from '../../../tools/panels/launch-chromium.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import type { RequiredPrograms } from '../../support/servers.ts';
import { openTestStore } from '../../support/test-store.ts';
import { aliases, type HistoryApp, startHistoryApp } from './history-app.ts';
import { type OpenOptions, openPage } from './history-browser.ts';
import { buildHistory, buildSamples } from './history-events.ts';

const PANEL = fileURLToPath(new URL(process.env['PANEL_DIR'] ?? '../../../dist/panel', import.meta.url));
const HISTORY_DAYS = 62;
const SAMPLE_HOURS = 6;
/** A database, two months of events and a browser, on a busy machine. */
const START_TIMEOUT_MS = 240_000;

/** What users answered before. */
const ANSWERS = [
  ['ada', true],
  ['grace', true],
  ['linus', false],
] as const;

const INSERT_SAMPLES = `
INSERT INTO system_metrics ("timestamp", cpu_usage, memory_usage, queue_length, active_requests)
SELECT "timestamp", cpu_usage, memory_usage, queue_length, active_requests
FROM jsonb_to_recordset($1::jsonb) AS sample("timestamp" timestamptz, cpu_usage float, memory_usage float, queue_length int, active_requests int)`;

/** Inside of a `describe`: the panel on a store with two months of activity, and a browser. */
export function useHistory(programs: RequiredPrograms) {
  let postgresql: TestPostgresql;
  let store: Store;
  let app: HistoryApp;
  let browser: Browser;
  beforeAll(async () => {
    if (!existsSync(PANEL)) throw new Error(`no panel in ${PANEL}: node tools/build.mjs`);
    postgresql = await startTestPostgresql(programs);
    const now = new Date();
    store = await openTestStore(postgresql, buildHistory(now, HISTORY_DAYS));
    await store.pool.query(INSERT_SAMPLES, [JSON.stringify(buildSamples(now, SAMPLE_HOURS))]);
    app = await startHistoryApp(store, PANEL);
    for (const [userId, granted] of ANSWERS)
      await recordConsent(store.pool, { userId, aliases, granted, by: 'root' });
    await app.signer.sign();
    browser = await launchChromium(programs.get('chromium'));
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await store?.close();
    await postgresql?.close();
  });
  return {
    store: () => store,
    app: () => app,
    async open(options: OpenOptions) {
      const opened = await openPage(browser, app, options);
      onTestFinished(opened.close);
      return opened;
    },
  };
}
