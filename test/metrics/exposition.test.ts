import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { linesOf, scrapeFamilies, scrapeText } from '../support/scrape.ts';

function buildSample() {
  const registry = createRegistry();
  const requests = registry.counter({
    type: 'counter',
    name: 'shop_requests_total',
    help: 'Requests, with a \\ and a "quote"\nand a line.',
    unit: 'requests',
    labels: ['path'],
  });
  requests.with({ path: 'C:\\a "b"\nc' }).inc(3);
  requests.with({ path: '' }).inc(0.5);
  registry.gauge({ type: 'gauge', name: 'shop_heap_bytes', help: 'Heap.', unit: 'bytes' }).set(-1.5);
  registry.gauge({ type: 'gauge', name: 'shop_open', help: 'Open.', unit: 'boolean' }).set(1);
  registry.info(
    { type: 'info', name: 'shop_build_info', help: 'Build.', unit: 'info', labels: ['version'] },
    { version: '1' },
  );
  const wait = registry.histogram({
    type: 'histogram',
    name: 'shop_wait_seconds',
    help: 'Wait.',
    unit: 'seconds',
    labels: ['queue'],
    buckets: [0.00001, 0.5, 1, 1048576],
  });
  for (const value of [0.25, 1, 2]) wait.with({ queue: 'a' }).observe(value);
  return registry;
}

const FAMILIES = [
  'shop_requests',
  'shop_requests_total',
  'shop_heap_bytes',
  'shop_open',
  'shop_build',
  'shop_build_info',
  'shop_wait_seconds',
];

describe('the exposition', () => {
  test('in text 0.0.4 is as its specification says', async () => {
    expect(linesOf(await scrapeText(buildSample(), 'text'), ...FAMILIES)).toEqual([
      '# HELP shop_requests_total Requests, with a \\\\ and a "quote"\\nand a line.',
      '# TYPE shop_requests_total counter',
      'shop_requests_total{path="C:\\\\a \\"b\\"\\nc"} 3',
      'shop_requests_total{path=""} 0.5',
      '# HELP shop_heap_bytes Heap.',
      '# TYPE shop_heap_bytes gauge',
      'shop_heap_bytes -1.5',
      '# HELP shop_open Open.',
      '# TYPE shop_open gauge',
      'shop_open 1',
      '# HELP shop_build_info Build.',
      '# TYPE shop_build_info gauge',
      'shop_build_info{version="1"} 1',
      '# HELP shop_wait_seconds Wait.',
      '# TYPE shop_wait_seconds histogram',
      'shop_wait_seconds_bucket{queue="a",le="1e-05"} 0',
      'shop_wait_seconds_bucket{queue="a",le="0.5"} 1',
      'shop_wait_seconds_bucket{queue="a",le="1.0"} 2',
      'shop_wait_seconds_bucket{queue="a",le="1.048576e+06"} 3',
      'shop_wait_seconds_bucket{queue="a",le="+Inf"} 3',
      'shop_wait_seconds_sum{queue="a"} 3.25',
      'shop_wait_seconds_count{queue="a"} 3',
    ]);
  });

  test('in OpenMetrics 1.0 is as its specification says', async () => {
    const text = await scrapeText(buildSample(), 'openmetrics');
    expect(linesOf(text, ...FAMILIES)).toEqual([
      '# TYPE shop_requests counter',
      '# UNIT shop_requests requests',
      '# HELP shop_requests Requests, with a \\\\ and a \\"quote\\"\\nand a line.',
      'shop_requests_total{path="C:\\\\a \\"b\\"\\nc"} 3',
      'shop_requests_total{path=""} 0.5',
      '# TYPE shop_heap_bytes gauge',
      '# UNIT shop_heap_bytes bytes',
      '# HELP shop_heap_bytes Heap.',
      'shop_heap_bytes -1.5',
      '# TYPE shop_open gauge',
      '# HELP shop_open Open.',
      'shop_open 1',
      '# TYPE shop_build info',
      '# HELP shop_build Build.',
      'shop_build_info{version="1"} 1',
      '# TYPE shop_wait_seconds histogram',
      '# UNIT shop_wait_seconds seconds',
      '# HELP shop_wait_seconds Wait.',
      'shop_wait_seconds_bucket{queue="a",le="1e-05"} 0',
      'shop_wait_seconds_bucket{queue="a",le="0.5"} 1',
      'shop_wait_seconds_bucket{queue="a",le="1.0"} 2',
      'shop_wait_seconds_bucket{queue="a",le="1.048576e+06"} 3',
      'shop_wait_seconds_bucket{queue="a",le="+Inf"} 3',
      'shop_wait_seconds_sum{queue="a"} 3.25',
      'shop_wait_seconds_count{queue="a"} 3',
    ]);
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    expect(text.match(/# EOF/g)).toHaveLength(1);
  });

  test('does not change from one format to the other and back', async () => {
    const registry = buildSample();
    const before = linesOf(await scrapeText(registry, 'text'), ...FAMILIES);
    await scrapeText(registry, 'openmetrics');
    expect(linesOf(await scrapeText(registry, 'text'), ...FAMILIES)).toEqual(before);
  });

  test.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [0.1 + 0.2, '0.30000000000000004'],
    [4294967295, '4294967295'],
    [4294967296, '4294967296'],
    [999999999999999, '999999999999999'],
    [1e15, '1000000000000000'],
    [2 ** 53, '9007199254740992'],
    [1e21, '1e+21'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [-42, '-42'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
  ])('writes %s as %s', async (value, text) => {
    const registry = createRegistry();
    registry.gauge({ type: 'gauge', name: 'g', help: 'G.' }).set(value);
    expect(linesOf(await scrapeText(registry, 'text'), 'g').at(-1)).toBe(`g ${text}`);
    expect(linesOf(await scrapeText(registry, 'openmetrics'), 'g').at(-1)).toBe(`g ${text}`);
  });

  test('loses nothing where it is cut into chunks', async () => {
    const registry = createRegistry({ maxSeriesPerMetric: 10_000 });
    const counter = registry.counter({ type: 'counter', name: 'c_total', help: 'C.', labels: ['a', 'b'] });
    // Labels of every length up to the longest, so that chunks of 64 KiB end at every place of a line.
    for (let i = 0; i < 1024; i++) counter.with({ a: 'é'.repeat(i), b: '😀'.repeat((i * 7) % 512) }).inc(i);
    const histogram = registry.histogram({
      type: 'histogram',
      name: 'h',
      help: 'H.',
      labels: ['a'],
      buckets: [1, 2],
    });
    for (let i = 0; i < 3000; i++) histogram.with({ a: `${i}` }).observe(i % 3);
    for (const format of ['text', 'openmetrics'] as const) {
      const families = await scrapeFamilies(registry, format);
      const { samples } = families.get(format === 'text' ? 'c_total' : 'c')!;
      expect(samples.length).toBe(1024);
      samples.forEach(({ labels, value }, i) => {
        expect([labels['a']?.length, labels['b']?.length, value]).toEqual([i, 2 * ((i * 7) % 512), i]);
      });
      expect(families.get('h')!.samples.length).toBe(3000 * 5);
      expect(sampleValue(families, 'h_bucket', { a: '2999', le: '2.0' })).toBe(1);
    }
  });

  test('shows what is there when a family begins, also where series come while it is rendered', async () => {
    const registry = createRegistry({ maxSeriesPerMetric: 100_000 });
    const gauge = registry.gauge({ type: 'gauge', name: 'g', help: 'G.', labels: ['a'] });
    for (let a = 0; a < 20_000; a++) gauge.with({ a }).set(a);
    const scrape = scrapeFamilies(registry);
    for (let a = 20_000; a < 20_500; a++) {
      gauge.with({ a }).set(a);
      await new Promise(resolve => setImmediate(resolve));
      if (a === 20_030) break;
    }
    const { samples } = (await scrape).get('g')!;
    expect(samples.length).toBeGreaterThanOrEqual(20_000);
    expect(samples.every(({ labels, value }) => labels['a'] === String(value))).toBe(true);
  });
});
