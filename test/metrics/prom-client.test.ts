import * as platformaticClient from '@platformatic/prom-client';
import * as prometheusClient from '@prometheus-io/client';
import * as promClient from 'prom-client';
import { describe, expect, test } from 'vitest';
import {
  bridgeToPromClient,
  createRegistry,
  createScraper,
  type PromRegistry,
  type Registry,
} from '../../src/metrics/index.ts';
import { parseExposition, sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies, scrapeText } from '../support/scrape.ts';

/** The three clients are the same to their users; TypeScript sees three sets of classes. */
const CLIENTS: readonly (readonly [string, typeof promClient])[] = [
  ['prom-client', promClient],
  ['@prometheus-io/client', prometheusClient as unknown as typeof promClient],
  ['@platformatic/prom-client', platformaticClient as unknown as typeof promClient],
];

const noCollection = async () => {};

function createOurs(): Registry {
  const registry = createRegistry();
  registry
    .counter({ type: 'counter', name: 'our_hits_total', help: 'Hits.', labels: ['page'] })
    .with({ page: 'a "b"\\\n' })
    .inc(3, { trace_id: 't1' });
  registry.gauge({ type: 'gauge', name: 'our_level', help: 'Level.' }).set(-1.5);
  registry.info({ type: 'info', name: 'our_info', help: 'Info.', labels: ['version'] }, { version: '1' });
  const wait = registry.histogram({
    type: 'histogram',
    name: 'our_wait_seconds',
    help: 'Wait.',
    labels: ['queue'],
    buckets: [1, 2],
  });
  wait.with({ queue: 'a' }).observe(0.5, { trace_id: 't2' });
  wait.with({ queue: 'a' }).observe(5);
  return registry;
}

/** What their registry must show of ours. */
function expectOurs(families: ReturnType<typeof parseExposition>): void {
  expect(sampleValue(families, 'our_hits_total', { page: 'a "b"\\\n' })).toBe(3);
  expect(sampleValue(families, 'our_level')).toBe(-1.5);
  expect(sampleValue(families, 'our_info', { version: '1' })).toBe(1);
  expect(sampleValue(families, 'our_wait_seconds_bucket', { queue: 'a', le: '1.0' })).toBe(1);
  expect(sampleValue(families, 'our_wait_seconds_bucket', { queue: 'a', le: '+Inf' })).toBe(2);
  expect(sampleValue(families, 'our_wait_seconds_sum', { queue: 'a' })).toBe(5.5);
  expect(sampleValue(families, 'our_wait_seconds_count', { queue: 'a' })).toBe(2);
}

describe.each(CLIENTS)('%s', (_, client) => {
  const OPENMETRICS = client.Registry.OPENMETRICS_CONTENT_TYPE;

  describe('with our metrics in its registry', () => {
    test('shows them in text 0.0.4', async () => {
      const theirs = new client.Registry();
      bridgeToPromClient(createOurs(), theirs, noCollection);
      expectOurs(parseExposition(await theirs.metrics(), { format: 'text', isForeign: true }));
    });

    test('shows them in OpenMetrics, time and again, with their exemplars', async () => {
      const theirs = new client.Registry();
      theirs.setContentType(OPENMETRICS as never);
      bridgeToPromClient(createOurs(), theirs, noCollection);
      for (let scrape = 0; scrape < 2; scrape++) {
        const families = parseExposition(await theirs.metrics(), { format: 'openmetrics', isForeign: true });
        expectOurs(families);
        expect(families.get('our_hits')?.type).toBe('counter');
        const samples = [...families.values()].flatMap(family => family.samples);
        const exemplars = samples
          .map(({ exemplar }) => exemplar?.labels)
          .filter(labels => labels !== undefined);
        expect(exemplars).toEqual([{ trace_id: 't1' }, { trace_id: 't2' }]);
      }
      theirs.setContentType(client.Registry.PROMETHEUS_CONTENT_TYPE as never);
      expectOurs(parseExposition(await theirs.metrics(), { format: 'text', isForeign: true }));
    });

    test('shows them as JSON and one by one', async () => {
      const theirs = new client.Registry();
      theirs.setDefaultLabels({ service: 'shop' });
      bridgeToPromClient(createOurs(), theirs, noCollection);
      const json = await theirs.getMetricsAsJSON();
      expect(json.find(({ name }) => name === 'our_level')).toMatchObject({
        type: 'gauge',
        help: 'Level.',
        values: [{ value: -1.5, labels: { service: 'shop' } }],
      });
      expect(await theirs.getSingleMetricAsString('our_level')).toContain('\nour_level{service="shop"} -1.5');
      const families = parseExposition(await theirs.metrics(), { format: 'text', isForeign: true });
      expect(sampleValue(families, 'our_wait_seconds_count', { queue: 'a', service: 'shop' })).toBe(2);
    });

    test('shows our constant labels', async () => {
      const ours = createRegistry({ constantLabels: { service: 'shop', zone: 'z' } });
      ours.gauge({ type: 'gauge', name: 'our_level', help: 'Level.' }).set(1);
      const wait = {
        type: 'histogram',
        name: 'our_wait',
        help: 'W.',
        labels: ['queue'],
        buckets: [1],
      } as const;
      ours.histogram(wait).with({ queue: 'a' }).observe(2);
      const theirs = new client.Registry();
      theirs.setDefaultLabels({ service: 'default' });
      bridgeToPromClient(ours, theirs, noCollection);
      const families = parseExposition(await theirs.metrics(), { format: 'text', isForeign: true });
      const constant = { service: 'shop', zone: 'z' };
      expect(sampleValue(families, 'our_level', constant)).toBe(1);
      expect(sampleValue(families, 'our_wait_bucket', { ...constant, queue: 'a', le: '+Inf' })).toBe(1);
      expect(sampleValue(families, 'our_wait_sum', { ...constant, queue: 'a' })).toBe(2);
    });

    test('cannot reset our values', async () => {
      const ours = createOurs();
      const theirs = new client.Registry();
      bridgeToPromClient(ours, theirs, noCollection);
      theirs.resetMetrics();
      expectOurs(parseExposition(await theirs.metrics(), { format: 'text', isForeign: true }));
      expect(sampleValue(await scrapeFamilies(ours), 'our_level')).toBe(-1.5);
    });

    test('does not show a gauge that is unset', async () => {
      const theirs = new client.Registry();
      const ours = createOurs();
      bridgeToPromClient(ours, theirs, noCollection);
      ours.gauge({ type: 'gauge', name: 'our_level', help: 'Level.' }).with({}).unset();
      const all = (await theirs.getMetricsAsJSON()) as readonly {
        name: string;
        values?: readonly unknown[];
      }[];
      const valuesOf = (name: string) => all.find(family => family.name === name)?.values;
      expect(valuesOf('our_level')).toEqual([]);
      expect(valuesOf('our_info')).toHaveLength(1);
    });

    test('reads current values, from collectors too, which run once for all metrics', async () => {
      const ours = createOurs();
      const theirs = new client.Registry();
      const level = ours.gauge({ type: 'gauge', name: 'our_level', help: 'Level.' });
      let runs = 0;
      bridgeToPromClient(ours, theirs, async () => {
        level.set(++runs);
      });
      for (const expected of [1, 2]) {
        const families = parseExposition(await theirs.metrics(), { format: 'text', isForeign: true });
        expect(sampleValue(families, 'our_level')).toBe(expected);
      }
    });

    test('keeps its own where a name is taken, and gives ours up when told to', async () => {
      const theirs = new client.Registry();
      new client.Gauge({ name: 'our_level', help: 'Theirs.', registers: [theirs] }).set(99);
      const removeOurs = bridgeToPromClient(createOurs(), theirs, noCollection);
      expect(
        sampleValue(
          parseExposition(await theirs.metrics(), { format: 'text', isForeign: true }),
          'our_level',
        ),
      ).toBe(99);
      removeOurs();
      expect([
        ...parseExposition(await theirs.metrics(), { format: 'text', isForeign: true }).keys(),
      ]).toEqual(['our_level']);
    });
  });

  describe('with its registry included in ours', () => {
    function createTheirs() {
      const registers = [new client.Registry()];
      new client.Counter({ name: 'their_hits_total', help: 'Hits.', labelNames: ['page'], registers }).inc(
        { page: 'x"\\\n' },
        4,
      );
      new client.Counter({ name: 'their_plain', help: 'No suffix.', registers }).inc(2);
      new client.Gauge({ name: 'their_level', help: 'A \\ and a "quote"\nand a line.', registers }).set(7);
      new client.Histogram({ name: 'their_wait', help: 'Wait.', buckets: [0.1, 1], registers }).observe(0.5);
      new client.Summary({ name: 'their_size', help: 'Size.', percentiles: [0.5], registers }).observe(3);
      return registers[0]!;
    }

    test('is shown in both formats', async () => {
      const ours = createOurs();
      ours.include(createTheirs() as PromRegistry);
      for (const format of ['text', 'openmetrics'] as const) {
        const families = await scrapeFamilies(ours, format);
        expect(sampleValue(families, 'their_hits_total', { page: 'x"\\\n' })).toBe(4);
        expect(sampleValue(families, 'their_plain')).toBe(2);
        expect(sampleValue(families, 'their_level')).toBe(7);
        expect(families.get('their_level')?.help).toBe('A \\ and a "quote"\nand a line.');
        expect(sampleValue(families, 'their_wait_bucket', { le: '1.0' })).toBe(1);
        expect(sampleValue(families, 'their_size', { quantile: '0.5' })).toBe(3);
        expect(sampleValue(families, 'our_level')).toBe(-1.5);
        expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'included_registry_1' })).toBe(
          1,
        );
      }
    });

    test('keeps the names of its counters where it has rendered OpenMetrics itself', async () => {
      const theirs = createTheirs();
      theirs.setContentType(OPENMETRICS as never);
      const ours = createOurs();
      ours.include(theirs as PromRegistry);
      for (const format of ['text', 'openmetrics', 'text'] as const) {
        const families = await scrapeFamilies(ours, format);
        const family = format === 'text' ? 'their_hits_total' : 'their_hits';
        expect(families.get(family)?.type).toBe('counter');
        expect(sampleValue(families, 'their_hits_total', { page: 'x"\\\n' })).toBe(4);
        await theirs.metrics();
      }
    });

    test('is filtered like ours', async () => {
      const ours = createOurs();
      ours.include(createTheirs() as PromRegistry);
      const text = await scrapeText(ours, { names: ['their_level', 'our_level', 'their_hits'] });
      expect([...parseExposition(text, { format: 'text' }).keys()]).toEqual([
        'our_level',
        'their_hits_total',
        'their_level',
      ]);
    });

    test('gives way where ours has the name of a sample', async () => {
      const theirs = createTheirs();
      const ours = createRegistry();
      ours.gauge({ type: 'gauge', name: 'their_level', help: 'Ours.' }).set(1);
      ours.gauge({ type: 'gauge', name: 'their_wait_count', help: 'Ours.' }).set(2);
      ours.counter({ type: 'counter', name: 'their_plain_total', help: 'Ours.' }).inc(3);
      ours.include(theirs as PromRegistry);
      ours.include(createTheirs() as PromRegistry);
      for (const format of ['text', 'openmetrics'] as const) {
        const families = await scrapeFamilies(ours, format);
        expect(sampleValue(families, 'their_level')).toBe(1);
        expect(sampleValue(families, 'their_wait_count')).toBe(2);
        expect(sampleValue(families, 'their_plain_total')).toBe(3);
        expect([families.has('their_wait'), families.has('their_plain')]).toEqual([
          false,
          format === 'openmetrics',
        ]);
        expect(sampleValue(families, 'their_size_count')).toBe(1);
      }
    });

    test('may have its default metrics, which are NaN at first', async () => {
      const theirs = new client.Registry();
      client.collectDefaultMetrics({ register: theirs });
      const ours = createRegistry();
      ours.include(theirs as PromRegistry);
      for (const format of ['text', 'openmetrics'] as const) {
        const families = await scrapeFamilies(ours, format);
        expect(sampleValue(families, 'process_resident_memory_bytes')).toBeGreaterThan(0);
        expect(families.has('nodejs_eventloop_lag_mean_seconds')).toBe(true);
      }
    });

    test.each<[string, () => never]>([
      [
        'throws',
        () => {
          throw new Error('down');
        },
      ],
      ['rejects', () => Promise.reject(new Error('down')) as never],
    ])('costs only itself when a collect() of it %s, and comes back', async (_reason, fail) => {
      let isDown = true;
      const theirs = createTheirs();
      new client.Gauge({
        name: 'their_flaky',
        help: 'Flaky.',
        registers: [theirs],
        collect: () => (isDown ? fail() : undefined),
      });
      const ours = createOurs();
      ours.include(theirs as PromRegistry);
      const families = await scrapeFamilies(ours);
      expectOurs(families);
      expect(families.has('their_level')).toBe(false);
      expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'included_registry_1' })).toBe(
        0,
      );
      isDown = false;
      expect(sampleValue(await scrapeFamilies(ours), 'their_level')).toBe(7);
    });
  });

  test('both ways at the same time shows every family once, everywhere, and runs collectors once', async () => {
    const ours = createOurs();
    const scraper = createScraper(ours);
    let runs = 0;
    ours.addCollector({
      name: 'source',
      metrics: [ours.gauge({ type: 'gauge', name: 'our_level', help: 'Level.' })],
      collect: () => void runs++,
    });
    const theirs = new client.Registry();
    new client.Gauge({ name: 'their_level', help: 'Level.', registers: [theirs] }).set(7);
    ours.include(theirs as PromRegistry);
    bridgeToPromClient(ours, theirs as PromRegistry, () => scraper.refresh());
    for (const format of ['text', 'openmetrics'] as const) {
      const families = await scrapeFamilies(scraper, format);
      expectOurs(families);
      expect(sampleValue(families, 'their_level')).toBe(7);
      expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'included_registry_1' })).toBe(
        1,
      );
    }
    expect(runs).toBe(2);
    const families = parseExposition(await theirs.metrics(), { format: 'text', isForeign: true });
    expectOurs(families);
    expect(sampleValue(families, 'their_level')).toBe(7);
    expect(runs).toBe(3);
  });
});
