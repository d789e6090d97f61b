import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { scrapeText } from '../support/scrape.ts';

const jobs = { type: 'counter', name: 'jobs_total', help: 'Jobs.' } as const;

describe('a counter', () => {
  test('starts at 0 and counts what is added', () => {
    const counter = createRegistry().counter(jobs);
    expect(counter.with({}).value).toBe(0);
    counter.inc();
    counter.inc(2.5);
    counter.inc(0);
    expect(counter.with({}).value).toBe(3.5);
  });

  test('counts exactly up to 2^53', () => {
    const counter = createRegistry().counter(jobs);
    counter.inc(2 ** 53 - 1);
    counter.inc();
    expect(counter.with({}).value).toBe(9007199254740992);
  });

  test.each([
    [-1, 'METRIC_VALUE_NEGATIVE', '-1 (number)'],
    [-Number.MIN_VALUE, 'METRIC_VALUE_NEGATIVE', '-5e-324 (number)'],
    [Number.NEGATIVE_INFINITY, 'METRIC_VALUE_NEGATIVE', '-Infinity (number)'],
    [Number.POSITIVE_INFINITY, 'METRIC_VALUE_INVALID', 'Infinity (number)'],
    [Number.NaN, 'METRIC_VALUE_INVALID', 'NaN (number)'],
    ['x', 'METRIC_VALUE_INVALID', '"x" (string)'],
    [{}, 'METRIC_VALUE_INVALID', '[object Object] (object)'],
  ])('refuses %s and stays as it was', (amount, code, found) => {
    const series = createRegistry()
      .counter({ ...jobs, labels: ['kind'] })
      .with({ kind: 'a' });
    series.inc(2);
    expect(() => series.inc(amount as number)).toThrow(expect.objectContaining({ code }));
    expect(() => series.inc(amount as number)).toThrow(`inc() of a counter: expected`);
    expect(() => series.inc(amount as number)).toThrow(`found ${found}.`);
    expect(series.value).toBe(2);
  });

  test.each([['1'], [true], [null], [10n], [{}]])(
    'refuses %s, which is no number, before it becomes one',
    async amount => {
      const registry = createRegistry();
      const counter = registry.counter(jobs);
      counter.inc(3);
      expect(() => counter.inc(amount as unknown as number)).toThrow(
        expect.objectContaining({ code: 'METRIC_VALUE_INVALID' }),
      );
      expect(counter.with({}).value).toBe(3);
      expect(await scrapeText(registry)).toContain('\njobs_total 3\n');
    },
  );

  test('without its labels says which one is missing', () => {
    const counter = createRegistry().counter({ ...jobs, labels: ['kind'] });
    // @ts-expect-error A counter with labels has no series of its own.
    expect(() => counter.inc()).toThrow(
      'metric jobs_total: expected a value for every label, found no value for "kind" (string).',
    );
  });
});
