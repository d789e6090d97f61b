import { describe, expect, test } from 'vitest';
import { createRegistry, type ExemplarLabels } from '../../src/metrics/index.ts';
import { parseExposition } from '../support/parse-exposition.ts';
import { linesOf, scrapeText } from '../support/scrape.ts';

const wait = { type: 'histogram', name: 'wait_seconds', help: 'Wait.', buckets: [1, 10] } as const;
const jobs = { type: 'counter', name: 'jobs_total', help: 'Jobs.' } as const;

async function exemplarsOf(registry: ReturnType<typeof createRegistry>, family: string) {
  const families = parseExposition(await scrapeText(registry, 'openmetrics'), { format: 'openmetrics' });
  return families
    .get(family)!
    .samples.flatMap(({ labels, exemplar }) => (exemplar ? [{ le: labels['le'], ...exemplar }] : []));
}

describe('exemplars', () => {
  test('show the newest observation of each bucket', async () => {
    const registry = createRegistry();
    const histogram = registry.histogram(wait);
    histogram.observe(0.5, { trace_id: 'a' });
    histogram.observe(0.25, { trace_id: 'b', span_id: 's' });
    histogram.observe(5);
    histogram.observe(50, { trace_id: 'c' });
    expect(await exemplarsOf(registry, 'wait_seconds')).toEqual([
      { le: '1.0', labels: { trace_id: 'b', span_id: 's' }, value: 0.25 },
      { le: '+Inf', labels: { trace_id: 'c' }, value: 50 },
    ]);
  });

  test('show the newest increment of a counter that had one', async () => {
    const registry = createRegistry();
    registry.counter(jobs).inc(2, { trace_id: 'a' });
    registry.counter(jobs).inc();
    expect(await exemplarsOf(registry, 'jobs')).toEqual([
      { le: undefined, labels: { trace_id: 'a' }, value: 2 },
    ]);
  });

  test('are left out of text 0.0.4, which has none', async () => {
    const registry = createRegistry();
    registry.histogram(wait).observe(0.5, { trace_id: 'a' });
    registry.counter(jobs).inc(2, { trace_id: 'a' });
    const lines = linesOf(await scrapeText(registry, 'text'), 'wait_seconds', 'jobs_total');
    expect(lines.filter(line => !line.startsWith('# ') && line.includes('#'))).toEqual([]);
  });

  test('may have 128 code points, and no more', async () => {
    const registry = createRegistry();
    const histogram = registry.histogram(wait);
    const name = 'trace_id';
    const longest = '😀'.repeat(128 - name.length);
    histogram.observe(0.5, { [name]: longest });
    histogram.observe(0.6, { [name]: `${longest}x` });
    expect(await exemplarsOf(registry, 'wait_seconds')).toEqual([
      { le: '1.0', labels: { [name]: longest }, value: 0.5 },
    ]);
    expect(histogram.with({}).count).toBe(2);
  });

  test.each<[string, ExemplarLabels]>([
    ['a name with a dash', { 'trace-id': 'a' }],
    ['no name', { '': 'a' }],
    ['a name that would break the line', { 'a"} 1\nevil 5 #': 'a' }],
  ])('with %s are dropped, and the observation counts', async (_, labels) => {
    const registry = createRegistry();
    registry.histogram(wait).observe(0.5, labels);
    registry.counter(jobs).inc(1, labels);
    expect(await exemplarsOf(registry, 'wait_seconds')).toEqual([]);
    expect(registry.histogram(wait).with({}).count).toBe(1);
    expect(registry.counter(jobs).with({}).value).toBe(1);
  });

  test('escape their values, and do not keep the object that they came in', async () => {
    const registry = createRegistry();
    const labels = { trace_id: 'a"b\\c\nd} # {' };
    registry.histogram(wait).observe(0.5, labels);
    labels.trace_id = 'changed';
    expect(await exemplarsOf(registry, 'wait_seconds')).toEqual([
      { le: '1.0', labels: { trace_id: 'a"b\\c\nd} # {' }, value: 0.5 },
    ]);
  });

  test('of any values cannot break the exposition', async () => {
    const registry = createRegistry();
    const hostile = {
      toString: () => {
        throw new Error('no');
      },
    };
    registry.histogram(wait).observe(0.5, { a: hostile, b: 5, c: '\uD800' } as unknown as ExemplarLabels);
    expect(await exemplarsOf(registry, 'wait_seconds')).toEqual([
      { le: '1.0', labels: { a: '[unprintable]', b: '5', c: '\uFFFD' }, value: 0.5 },
    ]);
  });
});
