import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createRegistry, createScraper } from '../../src/metrics/index.ts';
import { createCollected } from '../support/collected.ts';
import { parseExposition, sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies, scrapeText } from '../support/scrape.ts';

const gaugeNamed = (name: string) => ({ type: 'gauge', name, help: 'Gauge.' }) as const;

function createManySeries(count: number) {
  const registry = createRegistry({ maxSeriesPerMetric: count });
  const gauge = registry.gauge({ ...gaugeNamed('many'), labels: ['n'] });
  for (let n = 0; n < count; n++) gauge.with({ n }).set(n);
  return registry;
}

describe('an answer', () => {
  test.each([
    ['text/plain', undefined, 'text/plain; version=0.0.4; charset=utf-8', undefined],
    [
      'application/openmetrics-text',
      undefined,
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
      undefined,
    ],
    [undefined, 'gzip', 'text/plain; version=0.0.4; charset=utf-8', 'gzip'],
    ['nonsense', 'nonsense', 'text/plain; version=0.0.4; charset=utf-8', undefined],
  ])('to %s and %s says what it is', async (accept, acceptEncoding, type, encoding) => {
    const scraper = createScraper(createRegistry());
    const { headers, body } = scraper.scrape({ accept, acceptEncoding });
    await buffer(body);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['vary']).toBe('accept, accept-encoding');
  });

  test.each(['text', 'openmetrics'] as const)('in %s is the same packed and plain', async format => {
    const registry = createManySeries(20_000);
    const accept = format === 'text' ? 'text/plain' : 'application/openmetrics-text';
    const plain = parseExposition(await scrapeText(registry, { accept }), { format });
    const packed = parseExposition(await scrapeText(registry, { accept, acceptEncoding: 'gzip' }), {
      format,
    });
    expect(packed.get('many')).toEqual(plain.get('many'));
    expect(packed.get('many')!.samples.length).toBe(20_000);
  });

  test('has only the families that are named, in either format\u2019s way', async () => {
    const registry = createRegistry();
    registry.counter({ type: 'counter', name: 'a_total', help: 'A.' }).inc();
    registry.gauge(gaugeNamed('b'));
    registry.gauge(gaugeNamed('c'));
    const namesIn = async (...names: string[]) => [
      ...parseExposition(await scrapeText(registry, { names }), { format: 'text' }).keys(),
    ];
    expect(await namesIn('a_total', 'c')).toEqual(['a_total', 'c']);
    expect(await namesIn('a')).toEqual(['a_total']);
    expect(await namesIn('b', 'b', 'unknown')).toEqual(['b']);
    expect(await namesIn('unknown')).toEqual([]);
    expect(await namesIn('')).toEqual([]);
    expect((await namesIn()).length).toBeGreaterThan(3);
  });

  test('counts itself', async () => {
    const scraper = createScraper(createRegistry());
    await scrapeText(scraper, 'text');
    await scrapeText(scraper, 'openmetrics');
    const families = await scrapeFamilies(scraper);
    expect(sampleValue(families, 'aiwatch_scrapes_total', { format: 'text' })).toBe(2);
    expect(sampleValue(families, 'aiwatch_scrapes_total', { format: 'openmetrics' })).toBe(1);
    expect(sampleValue(families, 'aiwatch_scrape_duration_seconds_count')).toBe(2);
  });
});

describe('concurrent scrapes', () => {
  test('share one collection and one body', async () => {
    let runs = 0;
    const { scraper, gauge } = createCollected(async () => {
      runs++;
      await new Promise(resolve => setImmediate(resolve));
      gauge.set(runs);
    });
    const bodies = await Promise.all(Array.from({ length: 1000 }, () => scrapeText(scraper, 'text')));
    expect(runs).toBe(1);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('\ntheirs 1\n');
    await scrapeText(scraper, 'text');
    expect(runs).toBe(2);
  });

  test('for different things get their own, of one collection', async () => {
    let runs = 0;
    const { scraper, gauge } = createCollected(async () => {
      runs++;
      await new Promise(resolve => setTimeout(resolve, 5));
      gauge.set(runs);
    });
    const answers = await Promise.all([
      scrapeText(scraper, 'text'),
      scrapeText(scraper, 'openmetrics'),
      scrapeText(scraper, { acceptEncoding: 'gzip' }),
      scrapeText(scraper, { names: ['theirs'] }),
    ]);
    for (const answer of answers) expect(answer).toMatch(/(?:^|\n)theirs 1\n/);
    expect(runs).toBe(1);
  });

  test('go on where one of them is given up half-way', async () => {
    const scraper = createScraper(createManySeries(30_000));
    const [leaver, stayer] = [scraper.scrape().body, scraper.scrape().body];
    await leaver.next();
    await leaver.return(undefined);
    const families = parseExposition((await buffer(stayer)).toString(), { format: 'text' });
    expect(families.get('many')!.samples.length).toBe(30_000);
  });

  test('do not get what is left of one that everybody gave up', async () => {
    const scraper = createScraper(createManySeries(30_000));
    const { body } = scraper.scrape();
    await body.next();
    await body.return(undefined);
    const families = await scrapeFamilies(scraper);
    expect(families.get('many')!.samples.length).toBe(30_000);
    expect(sampleValue(families, 'aiwatch_scrape_duration_seconds_count')).toBe(0);
  });
});

describe('a big scrape', () => {
  test.each([undefined, 'gzip'])('lets other work run in between (encoding: %s)', async acceptEncoding => {
    const scraper = createScraper(createManySeries(40_000));
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await scrapeText(scraper, { acceptEncoding });
    isDone = true;
    // 40,000 samples in slices of 2,000.
    expect(turns).toBeGreaterThanOrEqual(19);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'of metrics that grow in turn %i of it has every value in its place',
    async turn => {
      const registry = createRegistry({ maxSeriesPerMetric: 5000 });
      // Slices end inside of the last slab of both: one has 2,000 samples, of which a histogram's series has 102.
      const gauge = registry.gauge({ ...gaugeNamed('levels'), labels: ['n'] });
      const buckets = Array.from({ length: 99 }, (_, i) => i + 1);
      const waits = registry.histogram({ name: 'waits', help: 'Waits.', labels: ['n'], buckets });
      const grow = (levels: number, waiting: number): void => {
        while (gauge.series.length < levels)
          gauge.with({ n: gauge.series.length + 1 }).set(gauge.series.length);
        while (waits.series.length < waiting)
          waits.with({ n: waits.series.length + 1 }).observe(waits.series.length);
      };
      grow(2100, 100);
      const scrape = scrapeFamilies(registry);
      for (let i = 0; i < turn; i++) await new Promise(resolve => setImmediate(resolve));
      grow(3000, 500);
      const families = await scrape;
      const sums = families.get('waits')!.samples.filter(({ name }) => name === 'waits_sum');
      for (const samples of [families.get('levels')!.samples, sums]) {
        expect(samples.filter(({ labels, value }) => Number(labels['n']) !== value)).toEqual([]);
      }
      expect(sums.length).toBeGreaterThanOrEqual(100);
    },
  );

  test('of few series with many buckets is cut into slices as well', async () => {
    const registry = createRegistry();
    const buckets = Array.from({ length: 3000 }, (_, i) => i + 1);
    const histogram = registry.histogram({
      type: 'histogram',
      name: 'wide',
      help: 'Wide.',
      labels: ['a'],
      buckets,
    });
    for (let a = 0; a < 5; a++) histogram.with({ a }).observe(a);
    const { samples } = (await scrapeFamilies(registry)).get('wide')!;
    expect(samples.length).toBe(5 * 3003);
  });
});
