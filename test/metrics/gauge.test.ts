import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { linesOf, scrapeText } from '../support/scrape.ts';

const level = { type: 'gauge', name: 'level', help: 'Level.' } as const;

describe('a gauge', () => {
  test('starts at 0, goes up and down, and can be set', () => {
    const gauge = createRegistry().gauge(level);
    expect(gauge.with({}).value).toBe(0);
    gauge.inc();
    gauge.inc(2);
    gauge.dec(0.5);
    expect(gauge.with({}).value).toBe(2.5);
    gauge.dec();
    expect(gauge.with({}).value).toBe(1.5);
    gauge.set(-7);
    expect(gauge.with({}).value).toBe(-7);
  });

  test('can be infinite', () => {
    const gauge = createRegistry().gauge(level);
    gauge.set(Number.POSITIVE_INFINITY);
    expect(gauge.with({}).value).toBe(Number.POSITIVE_INFINITY);
  });

  test('is left out while it is unset, and shown again once it is set', async () => {
    const registry = createRegistry();
    const gauge = registry.gauge({ ...level, labels: ['tank'] });
    gauge.with({ tank: 'left' }).set(1);
    gauge.with({ tank: 'right' }).set(2);
    const samples = async () =>
      linesOf(await scrapeText(registry), 'level').filter(line => !line.startsWith('#'));
    gauge.with({ tank: 'left' }).unset();
    expect(await samples()).toEqual(['level{tank="right"} 2']);
    gauge.with({ tank: 'left' }).set(3);
    expect(await samples()).toEqual(['level{tank="left"} 3', 'level{tank="right"} 2']);
  });

  test.each([[Number.NaN], ['5'], [undefined], [null], [{}], [5n], [true]])(
    'refuses to be set to %s and stays as it was',
    value => {
      const gauge = createRegistry().gauge(level);
      gauge.set(4);
      expect(() => gauge.set(value as number)).toThrow(
        expect.objectContaining({ code: 'METRIC_VALUE_INVALID' }),
      );
      expect(() => gauge.set(value as number)).toThrow('set() of a gauge: expected a finite number, found');
      expect(gauge.with({}).value).toBe(4);
    },
  );

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['1'], [null]])(
    'refuses to be moved by %s',
    amount => {
      const gauge = createRegistry().gauge(level);
      gauge.set(4);
      expect(() => gauge.inc(amount as number)).toThrow('inc() of a gauge: expected a finite number');
      expect(() => gauge.dec(amount as number)).toThrow('dec() of a gauge: expected a finite number');
      expect(gauge.with({}).value).toBe(4);
    },
  );
});
