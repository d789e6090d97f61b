import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type Collector, createScraper } from '../../src/metrics/index.ts';
import { createCollected } from '../support/collected.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies, scrapeText } from '../support/scrape.ts';

describe('a collector', () => {
  test.each<[string, Collector['collect']]>([
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    [
      'rejects',
      async () => {
        throw new Error('down');
      },
    ],
    [
      'throws nothing in particular',
      () => {
        throw undefined;
      },
    ],
    ['rejects with 0', () => Promise.reject(0)],
  ])('that %s costs only its metrics', async (_, collect) => {
    const { scraper, problems } = createCollected(collect);
    for (const format of ['text', 'openmetrics'] as const) {
      const families = await scrapeFamilies(scraper, format);
      expect(families.has('theirs')).toBe(false);
      expect(sampleValue(families, 'ours')).toBe(7);
      expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'source' })).toBe(0);
    }
    expect(problems.map(([where]) => where)).toEqual(['collector source', 'collector source']);
  });

  test('that returns garbage costs only its metrics', async () => {
    const { scraper, gauge, problems } = createCollected(() => gauge.set('x' as unknown as number));
    const families = await scrapeFamilies(scraper);
    expect(families.has('theirs')).toBe(false);
    expect(sampleValue(families, 'ours')).toBe(7);
    expect(String(problems[0]![1])).toContain(
      'set() of a gauge: expected a finite number, found "x" (string).',
    );
  });

  test('is back as soon as it works again', async () => {
    let isDown = true;
    const { scraper, gauge } = createCollected(() => {
      if (isDown) throw new Error('down');
      gauge.set(3);
    });
    expect((await scrapeFamilies(scraper)).has('theirs')).toBe(false);
    isDown = false;
    const families = await scrapeFamilies(scraper);
    expect(sampleValue(families, 'theirs')).toBe(3);
    expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'source' })).toBe(1);
    expect(
      sampleValue(families, 'aiwatch_collector_duration_seconds', { collector: 'source' }),
    ).toBeGreaterThanOrEqual(0);
  });

  test('that hangs is given up at its deadline, told so, and not started again meanwhile', async () => {
    let runs = 0;
    let release = () => {};
    const signals: AbortSignal[] = [];
    const hanging = (signal: AbortSignal) => {
      runs++;
      signals.push(signal);
      return new Promise<void>(resolve => {
        release = resolve;
      });
    };
    const { scraper, problems } = createCollected(hanging, 20);
    for (let scrape = 0; scrape < 3; scrape++) {
      const families = await scrapeFamilies(scraper);
      expect(families.has('theirs')).toBe(false);
      expect(sampleValue(families, 'ours')).toBe(7);
      expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'source' })).toBe(0);
    }
    expect(runs).toBe(1);
    expect(signals[0]!.aborted).toBe(true);
    expect(String(problems[0]![1])).toContain(
      'collector source: expected the collector to finish before the deadline of the scrape, found no answer within 20 ms.',
    );
    release();
    await new Promise(resolve => setImmediate(resolve));
    const next = scrapeFamilies(scraper);
    await new Promise(resolve => setImmediate(resolve));
    release();
    expect(sampleValue(await next, 'aiwatch_collector_success', { collector: 'source' })).toBe(1);
    expect(runs).toBe(2);
  });

  test('gets four fifths of the scraper\u2019s timeout where that is less than its own', async () => {
    const { scraper, problems } = createCollected(() => new Promise(() => {}), 60_000);
    await buffer(scraper.scrape({ timeoutSeconds: 0.2 }).body);
    expect(String(problems[0]![1])).toContain('no answer within 160 ms');
  });

  test('gets some time however short the scraper\u2019s timeout is', async () => {
    const { scraper, problems } = createCollected(() => new Promise(() => {}), 60_000);
    await buffer(scraper.scrape({ timeoutSeconds: 1e-9 }).body);
    expect(String(problems[0]![1])).toContain('no answer within 80 ms');
  });

  test('goes on for a patient scraper where an impatient one gives it up', async () => {
    const runs: AbortSignal[] = [];
    let release = () => {};
    const { scraper } = createCollected(signal => {
      runs.push(signal);
      return new Promise((resolve, reject) => {
        release = resolve;
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }, 60_000);
    const patient = [scrapeText(scraper), scrapeText(scraper, 'openmetrics')];
    for (const timeoutSeconds of [0.1, 0.11]) {
      expect(await scrapeText(scraper, { timeoutSeconds })).not.toContain('theirs');
    }
    release();
    for (const answer of patient) expect(await answer).toContain('\ntheirs ');
    expect(runs.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test('goes on where the impatient scraper was the one that started it', async () => {
    let release = () => {};
    const { scraper } = createCollected(signal => {
      return new Promise((resolve, reject) => {
        release = resolve;
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }, 60_000);
    const impatient = scrapeText(scraper, { timeoutSeconds: 0.1 });
    const patient = scrapeText(scraper);
    expect(await impatient).not.toContain('theirs');
    release();
    expect(await patient).toContain('\ntheirs ');
  });

  test('that hangs although its time is up costs later scrapes no time at all', async () => {
    const { scraper, registry } = createCollected(() => new Promise(() => {}), 10);
    await scrapeText(scraper);
    // Waiting for as long as this one may would outlast the test.
    const families = await scrapeFamilies(createScraper(registry, { collectorTimeoutMs: 600_000 }));
    expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'source' })).toBe(0);
    expect(sampleValue(families, 'ours')).toBe(7);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e9])(
    'keeps its own deadline for a timeout of %s seconds',
    async timeoutSeconds => {
      const { scraper, problems } = createCollected(() => new Promise(() => {}), 10);
      await buffer(scraper.scrape({ timeoutSeconds }).body);
      expect(String(problems[0]![1])).toContain('no answer within 10 ms');
    },
  );

  test('is not run for families that it does not set', async () => {
    let runs = 0;
    const { scraper } = createCollected(() => {
      runs++;
    });
    await scrapeText(scraper, { names: ['ours'] });
    expect(runs).toBe(0);
    await scrapeText(scraper, { names: ['theirs'] });
    expect(runs).toBe(1);
  });

  test('that asks for a refresh itself does not run for ever', async () => {
    const { registry, gauge } = createCollected(() => {});
    const scraper = createScraper(registry, { collectorTimeoutMs: 20 });
    registry.addCollector({ name: 'circular', metrics: [gauge], collect: () => scraper.refresh() });
    const families = await scrapeFamilies(scraper);
    expect(sampleValue(families, 'ours')).toBe(7);
    expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'circular' })).toBe(0);
    expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'source' })).toBe(1);
  });

  test('is run by a refresh too', async () => {
    const { scraper, gauge } = createCollected(() => gauge.set(gauge.with({}).value + 1));
    await scraper.refresh();
    await scraper.refresh();
    expect(gauge.with({}).value).toBe(2);
  });
});
