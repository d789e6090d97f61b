import type { BenchClient } from '../clients/client.ts';
import { watchEventLoop } from './event-loop-watch.ts';
import { changeShare, fillHistogram } from './fill.ts';

/** One way of scraping: how much changed since the last scrape, and whether it is compressed. */
interface ScrapeVariant {
  readonly share: number;
  readonly isGzip: boolean;
}

const SCRAPE_VARIANTS: readonly ScrapeVariant[] = [0, 0.1, 1].flatMap(share => [
  { share, isGzip: false },
  { share, isGzip: true },
]);

export interface ScrapeMeasurement extends ScrapeVariant {
  /** Best of several. */
  readonly durationMs: number;
  /** Longest that a timer had to wait, over all scrapes. */
  readonly longestDelayMs: number;
  readonly bytes: number;
}

const SCRAPES = 7;

/** Measures all variants on a histogram of so many series. */
export async function measureScrapes(client: BenchClient, seriesCount: number): Promise<ScrapeMeasurement[]> {
  fillHistogram(client, seriesCount);
  const results: ScrapeMeasurement[] = [];
  for (const variant of SCRAPE_VARIANTS) results.push(await measureVariant(client, seriesCount, variant));
  return results;
}

async function measureVariant(
  client: BenchClient,
  seriesCount: number,
  { share, isGzip }: ScrapeVariant,
): Promise<ScrapeMeasurement> {
  const scrape = isGzip ? client.exposeGzip : client.expose;
  if (scrape === undefined) throw new Error(`${client.name} has no exposition`);
  let durationMs = Number.POSITIVE_INFINITY;
  let longestDelayMs = 0;
  let bytes = 0;
  globalThis.gc?.();
  for (let i = 0; i < SCRAPES; i++) {
    changeShare(client, seriesCount, share);
    const watch = watchEventLoop();
    const startMs = performance.now();
    const chunks = await scrape();
    durationMs = Math.min(durationMs, performance.now() - startMs);
    longestDelayMs = Math.max(longestDelayMs, await watch.end());
    bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  }
  return { share, isGzip, durationMs, longestDelayMs, bytes };
}
