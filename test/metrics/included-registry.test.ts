import { describe, expect, test } from 'vitest';
import { createRegistry, type PromRegistry } from '../../src/metrics/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies } from '../support/scrape.ts';

describe('what is no registry of prom-client', () => {
  test.each([[null], [{}], ['registry'], [undefined]])('cannot be included: %s', registry => {
    expect(() => createRegistry().include(registry as unknown as PromRegistry)).toThrow(
      /^include\(\): expected a registry of prom-client, @prometheus-io\/client or @platformatic\/prom-client, found .* \[PROM_CLIENT_REGISTRY_INVALID\]$/,
    );
  });

  test.each<[string, unknown]>([
    ['no list', 5],
    ['a family without a name', [{ help: 'x', type: 'gauge', values: [] }]],
    [
      'a name that injects lines',
      [{ name: 'a 1\nevil', help: 'x', type: 'gauge', values: [{ value: 1, labels: {} }] }],
    ],
    [
      'a value that is no number',
      [{ name: 'a', help: 'x', type: 'gauge', values: [{ value: 'much', labels: {} }] }],
    ],
    ['nothing', undefined],
  ])('costs only itself when it answers with %s', async (_, answer) => {
    const ours = createRegistry();
    ours.gauge({ type: 'gauge', name: 'our_level', help: 'Level.' }).set(-1.5);
    const theirs = {
      getMetricsAsJSON: async () => answer,
      registerMetric() {},
      getSingleMetric() {},
      removeSingleMetric() {},
    };
    ours.include(theirs as unknown as PromRegistry);
    const families = await scrapeFamilies(ours);
    expect(sampleValue(families, 'our_level')).toBe(-1.5);
    expect(sampleValue(families, 'aiwatch_collector_success', { collector: 'included_registry_1' })).toBe(0);
  });

  test('gets the constant labels, and keeps its own of that name', async () => {
    const ours = createRegistry({ constantLabels: { service: 'a "b"', zone: 'z' } });
    const values = [
      { value: 1 },
      { value: 2, labels: { service: 'theirs', page: 'x' } },
      { value: 3, labels: { service: undefined, page: 'y' } },
    ];
    const theirs = {
      getMetricsAsJSON: async () => [{ name: 'level', help: 'Level.', type: 'gauge', values }],
      registerMetric() {},
      getSingleMetric() {},
      removeSingleMetric() {},
    };
    ours.include(theirs as unknown as PromRegistry);
    for (const format of ['text', 'openmetrics'] as const) {
      const { samples } = (await scrapeFamilies(ours, format)).get('level')!;
      expect(samples.map(({ labels, value }) => [labels, value])).toEqual([
        [{ service: 'a "b"', zone: 'z' }, 1],
        [{ service: 'theirs', zone: 'z', page: 'x' }, 2],
        [{ service: 'a "b"', zone: 'z', page: 'y' }, 3],
      ]);
    }
  });

  test('may answer with values of odd types and labels, which are written safely', async () => {
    const ours = createRegistry();
    const values = [
      { value: 1n, labels: { a: { toString: () => 'x"} 1\nevil 2' } } },
      { value: '2', labels: { a: null } },
      { value: Number.NaN, labels: { a: undefined } },
    ];
    const families = [{ name: 'odd', help: 'Odd\nhelp.', type: 'unheard-of', values }];
    const theirs = {
      getMetricsAsJSON: async () => families,
      registerMetric() {},
      getSingleMetric() {},
      removeSingleMetric() {},
    };
    ours.include(theirs as unknown as PromRegistry);
    const { samples, type } = (await scrapeFamilies(ours, 'openmetrics')).get('odd')!;
    expect(type).toBe('unknown');
    expect(samples.map(({ labels, value }) => [labels, value])).toEqual([
      [{ a: 'x"} 1\nevil 2' }, 1],
      [{ a: 'null' }, 2],
      [{}, Number.NaN],
    ]);
  });
});
