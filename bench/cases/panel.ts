import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { findProgram, isProgram } from '../../tools/debian/find-program.ts';
import { launchChromium } from '../../tools/panels/launch-chromium.ts';
import { startBenchPostgresql } from '../events/postgresql.ts';
import { runLoad } from '../events/run-load.ts';
import { type BenchServer, startBenchServer } from '../events/server.ts';
import { EVENTS_PER_SECOND, FEED_LOAD, WARM_MS } from '../live/feed-load.ts';
import { openActivity, type PagePaint, readPaint, startTaskWatch } from '../panel/page.ts';

/** The Activity page under load. */
export interface PanelMeasurement {
  readonly paint: PagePaint;
  readonly eventsPerSecond: number;
  readonly minutes: number;
  /** The longest task of the page, in milliseconds; 0 where none took 50. */
  readonly longestTaskMs: number;
  /** Tasks of 50 ms and more. */
  readonly longTasks: number;
  /** Of JavaScript after a collection, in bytes: at the begin, and at the end of each minute. */
  readonly heapBytes: readonly number[];
}

const MINUTE_MS = 60_000;
/** The server is idle again, and nothing of it is in a cache. */
const REST_MS = 3000;

/** Opens the panel of a server that has just started in Chromium, and watches its Activity page while events come in. */
export async function measurePanel(
  minutes: number,
  onProgress: (text: string) => void,
): Promise<PanelMeasurement> {
  const program = await findProgram('chromium');
  if (!isProgram(program)) throw new Error(`chromium: ${program.reason}; ${program.hint}`);
  const postgresql = await startBenchPostgresql();
  try {
    const server = await startBenchServer(postgresql.url);
    const browser = await launchChromium(program);
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      return await measurePage(server, context, minutes, onProgress);
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    await postgresql.remove();
  }
}

async function measurePage(
  server: BenchServer,
  context: BrowserContext,
  minutes: number,
  onProgress: (text: string) => void,
): Promise<PanelMeasurement> {
  await sleep(REST_MS);
  onProgress('the first page');
  const page = await context.newPage();
  await openActivity(page, server);
  const paint = await readPaint(page);
  onProgress(`Activity, ${EVENTS_PER_SECOND} events a second for ${minutes} minutes`);
  await runLoad(server, { ...FEED_LOAD, durationMs: WARM_MS });
  const watch = await startTaskWatch(page);
  const session = await context.newCDPSession(page);
  const heapBytes = [await collectHeap(session)];
  for (let minute = 1; minute <= minutes; minute++) {
    await runLoad(server, { ...FEED_LOAD, durationMs: MINUTE_MS });
    heapBytes.push(await collectHeap(session));
  }
  await requireEvents(page);
  return { paint, eventsPerSecond: EVENTS_PER_SECOND, minutes, heapBytes, ...(await watch()) };
}

async function collectHeap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** A page that shows nothing would be fast. */
async function requireEvents(page: Page): Promise<void> {
  const rows = await page.locator('.activity-row').count();
  if (rows === 0) throw new Error('the Activity page shows no events');
}
