import { describe, expect, test } from 'vitest';
import { defineLabel } from '../../src/catalogue/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { scrapeFamilies } from '../support/scrape.ts';

const hits = { type: 'counter', name: 'hits_total', help: 'Hits.' } as const;

describe('series that are known beforehand', () => {
  const color = defineLabel({ name: 'color', help: 'Color.', values: ['red', 'green'] });
  const size = defineLabel({ name: 'size', help: 'Size.', values: ['s', 'l'] });
  const open = defineLabel({ name: 'open', help: 'Open.', maxValues: 5 });
  const large = defineLabel({
    name: 'large',
    help: 'Large.',
    values: Array.from({ length: 101 }, (_, i) => `v${i}`),
  });

  test('are there from the start, at 0, where all labels are closed', async () => {
    const registry = createRegistry();
    registry.counter({ ...hits, labels: [color, size] });
    registry.histogram({ type: 'histogram', name: 'h', help: 'H.', labels: [color], buckets: [1] });
    const families = await scrapeFamilies(registry);
    expect(
      families
        .get('hits_total')!
        .samples.map(({ labels, value }) => [labels['color'], labels['size'], value]),
    ).toEqual([
      ['red', 's', 0],
      ['red', 'l', 0],
      ['green', 's', 0],
      ['green', 'l', 0],
    ]);
    expect(
      families
        .get('h')!
        .samples.filter(({ name }) => name === 'h_count')
        .map(({ value }) => value),
    ).toEqual([0, 0]);
  });

  test('are there from the start where there are no labels', async () => {
    const registry = createRegistry();
    registry.counter(hits);
    registry.gauge({ type: 'gauge', name: 'g', help: 'G.' });
    registry.histogram({ type: 'histogram', name: 'h', help: 'H.', buckets: [1] });
    const samples = [...(await scrapeFamilies(registry)).values()].flatMap(family => family.samples);
    expect(
      samples.filter(({ name }) => /^(?:hits|g|h)(?:_|$)/.test(name)).map(({ name, value }) => [name, value]),
    ).toEqual([
      ['hits_total', 0],
      ['g', 0],
      ['h_bucket', 0],
      ['h_bucket', 0],
      ['h_sum', 0],
      ['h_count', 0],
    ]);
  });

  test('are none where a label is open, or where they would be more than 200', async () => {
    const registry = createRegistry();
    registry.counter({ ...hits, labels: [color, open] });
    registry.gauge({ type: 'gauge', name: 'g', help: 'G.', labels: [large, color] });
    const families = await scrapeFamilies(registry);
    expect(families.has('hits_total')).toBe(false);
    expect(families.has('g')).toBe(false);
  });

  test('can be announced', async () => {
    const registry = createRegistry();
    const counter = registry.counter({ ...hits, labels: [color, open] });
    counter.with({ color: 'red', open: 'a' }).inc();
    counter.initialise([
      { color: 'red', open: 'a' },
      { color: 'green', open: 'a' },
    ]);
    const { samples } = (await scrapeFamilies(registry)).get('hits_total')!;
    expect(samples.map(({ labels, value }) => [labels['color'], value])).toEqual([
      ['red', 1],
      ['green', 0],
    ]);
  });
});
