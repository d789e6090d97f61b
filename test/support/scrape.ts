import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { createScraper, type Registry, type ScrapeRequest, Scraper } from '../../src/metrics/index.ts';
import { type Family, parseExposition } from './parse-exposition.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0';

/** Scrapes a registry and returns the text of the answer, unpacked where it is packed. */
export async function scrapeText(
  source: Registry | Scraper,
  request: ScrapeRequest | 'text' | 'openmetrics' = {},
): Promise<string> {
  const scraper = source instanceof Scraper ? source : createScraper(source);
  const asked =
    typeof request === 'string' ? { accept: request === 'text' ? 'text/plain' : OPENMETRICS } : request;
  const { headers, body } = scraper.scrape(asked);
  const bytes = await buffer(body);
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Scrapes a registry and reads the answer back. */
export async function scrapeFamilies(
  source: Registry | Scraper,
  format: 'text' | 'openmetrics' = 'text',
): Promise<ReadonlyMap<string, Family>> {
  return parseExposition(await scrapeText(source, format), { format });
}

/** The lines of an exposition that belong to some families, in their order. */
export function linesOf(text: string, ...families: readonly string[]): readonly string[] {
  const isWanted = (line: string) =>
    families.some(name =>
      new RegExp(`^(?:# [A-Z]+ )?${name}(?:_(?:bucket|sum|count|total))?[ {]`).test(line),
    );
  return text.split('\n').filter(isWanted);
}

/** Scrapes a registry and returns the values of its series, by name and labels as the exposition writes them. */
export async function scrapeSeries(source: Registry | Scraper): Promise<ReadonlyMap<string, number>> {
  const lines = (await scrapeText(source, 'text')).split('\n');
  const samples = lines.filter(line => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map(line => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
