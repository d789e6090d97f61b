import { describe, expect, test } from 'vitest';
import { httpLatencyBuckets } from '../../src/catalogue/buckets.ts';
import { createRegistry } from '../../src/metrics/index.ts';

const wait = { type: 'histogram', name: 'wait_seconds', help: 'Wait.', buckets: [0.1, 1, 10] } as const;

describe('a histogram', () => {
  test('counts a value in the first bucket whose bound it does not exceed', () => {
    const histogram = createRegistry().histogram(wait);
    for (const value of [-5, 0, 0.1, 0.10001, 1, 10, 10.5, 1e300]) histogram.observe(value);
    const series = histogram.with({});
    expect(series.bucketCounts).toEqual([3, 2, 1, 2]);
    expect(series.count).toBe(8);
    expect(series.sum).toBe(1e300);
  });

  test('sums what it counts', () => {
    const histogram = createRegistry().histogram(wait);
    for (const value of [0.5, 2, 4]) histogram.observe(value);
    expect(histogram.with({}).sum).toBe(6.5);
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['1'], [undefined], [null], [1n]])(
    'refuses %s and stays as it was',
    value => {
      const series = createRegistry().histogram(wait).with({});
      series.observe(0.5);
      expect(() => series.observe(value as number)).toThrow(
        expect.objectContaining({ code: 'METRIC_VALUE_INVALID' }),
      );
      expect(() => series.observe(value as number)).toThrow(
        'observe() of a histogram: expected a finite number',
      );
      expect(series.bucketCounts).toEqual([0, 1, 0, 0]);
      expect(series.sum).toBe(0.5);
    },
  );

  test('has the bounds of HTTP latency where none are given', () => {
    const histogram = createRegistry().histogram({ type: 'histogram', name: 'h', help: 'H.' });
    expect(histogram.bounds).toEqual(httpLatencyBuckets.upperBounds);
  });

  test('keeps its bounds, whatever happens to the list that they came in', () => {
    const buckets = [1, 2];
    const histogram = createRegistry().histogram({ type: 'histogram', name: 'h', help: 'H.', buckets });
    buckets.push(0);
    buckets[0] = 9;
    histogram.observe(1.5);
    expect(histogram.bounds).toEqual([1, 2]);
    expect(histogram.with({}).bucketCounts).toEqual([0, 1, 0]);
  });

  test.each([
    ['descending', [2, 1]],
    ['equal', [1, 1]],
    ['no', []],
    ['infinite', [1, Number.POSITIVE_INFINITY]],
    ['NaN', [Number.NaN]],
    ['textual', ['1', '2']],
  ])('refuses %s bounds, and takes the right ones afterwards', (_, buckets) => {
    const registry = createRegistry();
    const define = () => registry.histogram({ ...wait, buckets: buckets as number[] });
    expect(define).toThrow(expect.objectContaining({ code: 'METRIC_BUCKETS_INVALID' }));
    expect(define).toThrow(
      'metric "wait_seconds" (string): expected at least one finite upper bound, in ascending order, without +Inf, found "[',
    );
    registry.histogram(wait).observe(0.5);
    expect(registry.histogram(wait).with({}).count).toBe(1);
  });
});
