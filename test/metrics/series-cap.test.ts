import { describe, expect, test } from 'vitest';
import { selfMetrics } from '../../src/catalogue/self.ts';
import { createRegistry, type Registry } from '../../src/metrics/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

const hits = { type: 'counter', name: 'hits_total', help: 'Hits.', labels: ['user'] } as const;
const refusedOf = (registry: Registry, metric: string) =>
  registry.counter(selfMetrics.seriesRefused).with({ metric }).value;

describe('the cap on series', () => {
  test('is 2,000 per metric, and one overflow series takes the rest', async () => {
    const registry = createRegistry();
    const counter = registry.counter(hits);
    for (let user = 0; user < 2010; user++) counter.with({ user }).inc();
    const families = await scrapeFamilies(registry);
    expect(families.get('hits_total')!.samples.length).toBe(2001);
    expect(sampleValue(families, 'hits_total', { user: '1999' })).toBe(1);
    expect(sampleValue(families, 'hits_total', { user: '__overflow__' })).toBe(10);
    expect(sampleValue(families, 'aiwatch_series_refused_total', { metric: 'hits_total' })).toBe(10);
  });

  test('counts per metric, and series that exist go on', () => {
    const registry = createRegistry({ maxSeriesPerMetric: 2 });
    const counter = registry.counter(hits);
    const gauge = registry.gauge({ type: 'gauge', name: 'level', help: 'Level.', labels: ['user'] });
    const first = counter.with({ user: 'a' });
    counter.with({ user: 'b' });
    counter.with({ user: 'c' }).inc();
    gauge.with({ user: 'a' }).set(1);
    gauge.with({ user: 'b' }).set(2);
    expect(counter.with({ user: 'a' })).toBe(first);
    expect(counter.with({ user: 'c' })).toBe(counter.with({ user: 'd' }));
    expect(counter.with({ user: 'c' }).value).toBe(1);
    expect(refusedOf(registry, 'level')).toBe(0);
  });

  test('holds for histograms and several labels', async () => {
    const registry = createRegistry({ maxSeriesPerMetric: 1 });
    const histogram = registry.histogram({
      type: 'histogram',
      name: 'h',
      help: 'H.',
      labels: ['a', 'b'],
      buckets: [1],
    });
    for (const a of ['x', 'y', 'z']) histogram.with({ a, b: 'b' }).observe(0.5);
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'h_count', { a: 'x', b: 'b' })).toBe(1);
    expect(sampleValue(families, 'h_count', { a: '__overflow__', b: '__overflow__' })).toBe(2);
  });

  test('refuses values of more than 1,024 units, and no others with them', async () => {
    const registry = createRegistry();
    const counter = registry.counter(hits);
    counter.with({ user: 'x'.repeat(1025) }).inc();
    counter.with({ user: 'x'.repeat(1024) }).inc();
    expect(counter.with({ user: 'x'.repeat(100_000) })).toBe(counter.with({ user: '__overflow__' }));
    const families = await scrapeFamilies(registry);
    expect(sampleValue(families, 'hits_total', { user: '__overflow__' })).toBe(1);
    expect(sampleValue(families, 'hits_total', { user: 'x'.repeat(1024) })).toBe(1);
    expect(refusedOf(registry, 'hits_total')).toBe(2);
  });

  test.each([1, 2, 3])(
    'of %i holds for the counter of what was refused, without end or error',
    async maxSeriesPerMetric => {
      const registry = createRegistry({ maxSeriesPerMetric });
      for (let metric = 0; metric < 5; metric++) {
        const counter = registry.counter({ ...hits, name: `metric${metric}_total` });
        for (const user of ['a', 'b', 'c', 'd']) counter.with({ user }).inc();
      }
      const refused = registry.counter(selfMetrics.seriesRefused).series.map(({ value }) => value);
      expect(refused.reduce((sum, value) => sum + value, 0)).toBe(5 * (4 - maxSeriesPerMetric));
      const families = await scrapeFamilies(registry);
      for (let metric = 0; metric < 5; metric++) {
        const { samples } = families.get(`metric${metric}_total`)!;
        expect(samples.length).toBe(maxSeriesPerMetric + 1);
        expect(samples.reduce((sum, { value }) => sum + value, 0)).toBe(4);
      }
    },
  );

  test('keeps memory bounded under a million different values', async () => {
    const registry = createRegistry();
    const counter = registry.counter({ ...hits, labels: ['user', 'page'] });
    for (let i = 0; i < 1_000_000; i++) counter.with({ user: i, page: 'p' }).inc();
    expect(counter.series.length).toBe(2001);
    const entries = counter.table.dimensions.map(({ texts, numbers }) => [texts.length, numbers.size]);
    // Every number that a caller passes is known by its text too.
    expect(entries).toEqual([
      [2001, 4001],
      [2, 2],
    ]);
    expect(refusedOf(registry, 'hits_total')).toBe(998_000);
    expect(counter.with({ user: 'late', page: 'p' }).value).toBe(998_000);
  });

  test('leaves the labels of other series alone when it is raised', async () => {
    const registry = createRegistry({ maxSeriesPerMetric: 20_000 });
    const counter = registry.counter({ ...hits, labels: ['a', 'b'] });
    for (let i = 0; i < 20_000; i++) counter.with({ a: i % 150, b: i }).inc(i);
    for (let i = 0; i < 20_000; i += 97) expect(counter.with({ a: String(i % 150), b: i }).value).toBe(i);
    const { samples } = (await scrapeFamilies(registry)).get('hits_total')!;
    expect(samples.length).toBe(20_000);
    expect(
      samples.every(
        ({ labels, value }) => labels['b'] === String(value) && labels['a'] === String(value % 150),
      ),
    ).toBe(true);
  });
});
