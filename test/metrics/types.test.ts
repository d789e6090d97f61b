import { expect, expectTypeOf, test } from 'vitest';
import { defineLabel } from '../../src/catalogue/index.ts';
import { createRegistry, type Registry } from '../../src/metrics/index.ts';

const color = defineLabel({ name: 'color', help: 'Color.', values: ['red', 'green'] });
const hits = { type: 'counter', name: 'hits_total', help: 'Hits.' } as const;

test('wrong, missing and unknown labels are compile errors', () => {
  const counter = createRegistry().counter({ ...hits, labels: [color, 'user'] });
  // @ts-expect-error A label is missing.
  expect(() => counter.with({ color: 'red' })).toThrow('LABEL_MISSING');
  // @ts-expect-error A label is unknown.
  expect(() => counter.with({ color: 'red', user: 'u', more: 'x' })).toThrow('LABEL_UNKNOWN');
  // @ts-expect-error A closed label has only its values.
  expect(counter.with({ color: 'blue', user: 'u' }).value).toBe(0);
  // @ts-expect-error Objects are no label values.
  expect(counter.with({ color: 'red', user: {} }).value).toBe(0);
  expect(counter.with({ color: 'green', user: 5 }).value).toBe(0);
  expect(counter.with({ color: 'green', user: true }).value).toBe(0);
});

test('the short forms are there only for metrics without labels', () => {
  const registry = createRegistry();
  const labels = ['a'] as const;
  const gauge = registry.gauge({ type: 'gauge', name: 'g', help: 'G.', labels });
  const histogram = registry.histogram({ type: 'histogram', name: 'h', help: 'H.', labels });
  // @ts-expect-error The label is missing.
  expect(() => gauge.set(1)).toThrow('LABEL_MISSING');
  // @ts-expect-error The label is missing.
  expect(() => gauge.inc()).toThrow('LABEL_MISSING');
  // @ts-expect-error The label is missing.
  expect(() => gauge.dec()).toThrow('LABEL_MISSING');
  // @ts-expect-error The label is missing.
  expect(() => histogram.observe(1)).toThrow('LABEL_MISSING');
  registry.counter(hits).inc();
  expect(registry.counter(hits).with({}).value).toBe(1);
});

test('each maker takes only definitions of its own type', () => {
  expectTypeOf(hits).toExtend<Parameters<Registry['counter']>[0]>();
  expectTypeOf(hits).not.toExtend<Parameters<Registry['gauge']>[0]>();
  expectTypeOf(hits).not.toExtend<Parameters<Registry['histogram']>[0]>();
});
