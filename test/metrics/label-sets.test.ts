import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { scrapeFamilies } from '../support/scrape.ts';

const hits = { type: 'counter', name: 'hits_total', help: 'Hits.' } as const;

/** Texts that have broken the keys, or the escaping, of one client library or another. */
const ADVERSARIAL = [
  '',
  ' ',
  ',',
  '|',
  ':',
  ';',
  '=',
  '"',
  '\\',
  '\\n',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '{',
  '}',
  '#',
  '# EOF',
  'a',
  'b',
  'a,b',
  'a|b',
  'a"b',
  'a\\',
  'a\\"',
  '\\"',
  'x="y"',
  'x,b:y',
  'b:z',
  ',b:',
  '}\nevil 1',
  '1',
  '1.0',
  '01',
  'true',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  '__overflow__',
  '0',
  '-0',
  'NaN',
  'é',
  'e\u0301',
  '😀',
  '\uFEFF',
  '\u2028',
  'ﬀ',
  '中文',
  '\uFFFD',
];

/** A generator of pseudo-random numbers below n: the same at every run. */
function createRandom(seed: number): (n: number) => number {
  let state = seed;
  return n => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

describe('label sets', () => {
  test('lead to the same handle wherever they are equal', () => {
    const counter = createRegistry().counter({ ...hits, labels: ['code', 'flag'] });
    const handle = counter.with({ code: 404, flag: true });
    expect(counter.with({ code: '404', flag: 'true' })).toBe(handle);
    expect(counter.with({ flag: true, code: 404 })).toBe(handle);
    expect(counter.with({ code: 404.0, flag: 'true' })).toBe(handle);
    expect(counter.with({ code: 405, flag: true })).not.toBe(handle);
    expect(counter.with({ code: '404 ', flag: true })).not.toBe(handle);
  });

  test.each([0, 1, 2, 3, 4, 5, 7])('of %i labels never collide', async width => {
    const labels = Array.from({ length: width }, (_, i) => `l${i}`);
    const registry = createRegistry({ maxSeriesPerMetric: 100_000 });
    const counter = registry.counter<readonly string[]>({ ...hits, labels });
    const random = createRandom(width + 1);
    const expected = new Map<string, number>();
    for (let round = 0; round < 2000; round++) {
      const values = labels.map(() => ADVERSARIAL[random(ADVERSARIAL.length)]!);
      const amount = 1 + random(5);
      counter.with(Object.fromEntries(labels.map((name, i) => [name, values[i]!]))).inc(amount);
      const key = JSON.stringify(values);
      expected.set(key, (expected.get(key) ?? 0) + amount);
    }
    const samples = (await scrapeFamilies(registry)).get('hits_total')!.samples;
    const found = samples.map(
      ({ labels: set, value }) => [JSON.stringify(labels.map(name => set[name])), value] as const,
    );
    expect(new Map(found)).toEqual(expected);
    expect(found.length).toBe(expected.size);
  });

  test('of every pair of adversarial values stay apart', () => {
    const counter = createRegistry({ maxSeriesPerMetric: 100_000 }).counter({ ...hits, labels: ['a', 'b'] });
    const handles = new Set(ADVERSARIAL.flatMap(a => ADVERSARIAL.map(b => counter.with({ a, b }))));
    expect(handles.size).toBe(ADVERSARIAL.length ** 2);
  });

  test('with lone surrogates are one with what they are written as', async () => {
    const registry = createRegistry();
    const counter = registry.counter({ ...hits, labels: ['a'] });
    const handle = counter.with({ a: '\uFFFD' });
    for (const a of ['\uD800', '\uDC00', '\uDFFF']) expect(counter.with({ a })).toBe(handle);
    expect(counter.with({ a: '\uD83D\uDE00' })).not.toBe(handle);
    expect(
      (await scrapeFamilies(registry)).get('hits_total')!.samples.map(({ labels }) => labels['a']),
    ).toEqual(['\uFFFD', '😀']);
  });

  test('are copied: what happens to the object later changes nothing', async () => {
    const registry = createRegistry();
    const counter = registry.counter({ ...hits, labels: ['a'] });
    const labels = { a: 'first' };
    const handle = counter.with(labels);
    handle.inc();
    labels.a = 'second';
    counter.with(labels).inc(2);
    handle.inc();
    const { samples } = (await scrapeFamilies(registry)).get('hits_total')!;
    expect(samples.map(sample => [sample.labels['a'], sample.value])).toEqual([
      ['first', 2],
      ['second', 2],
    ]);
  });

  test('are read once, so that a getter cannot mix up two of them', () => {
    const counter = createRegistry().counter({ ...hits, labels: ['a'] });
    let reads = 0;
    const shifting = Object.defineProperty({} as { a: number }, 'a', {
      enumerable: true,
      get: () => reads++,
    });
    counter.with(shifting);
    const handles = new Set([0, 1, 2, 3, 4].map(a => counter.with({ a })));
    expect(handles.size).toBe(5);
  });

  const throwing = {
    toString() {
      throw new Error('no');
    },
  };
  const tagged = {
    toString() {
      throw new Error('no');
    },
    get [Symbol.toStringTag]() {
      throw new Error('no');
    },
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  test.each<[string, unknown, string]>([
    ['an object whose toString throws', throwing, '[unprintable]'],
    ['an object whose tag throws too', tagged, '[unprintable]'],
    ['a revoked proxy', revoked, '[unprintable]'],
    ['an object without a prototype', Object.create(null), '[unprintable]'],
    ['an object that injects a line', { toString: () => 'x"} 1\nevil 1' }, 'x"} 1\nevil 1'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a bigint', 2n ** 64n, '18446744073709551616'],
    ['minus zero', -0, '0'],
    ['not a number', Number.NaN, 'NaN'],
    ['an infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    ['a boolean', false, 'false'],
    ['an array', ['a', 'b"'], 'a,b"'],
    ['a function', Math.max, 'function max() { [native code] }'],
    ['a date', new Date(Number.NaN), 'Invalid Date'],
    ['the longest text', 'é'.repeat(1024), 'é'.repeat(1024)],
  ])('may have %s as a value', async (_, value, text) => {
    const registry = createRegistry();
    const counter = registry.counter({ ...hits, labels: ['a', 'b'] });
    const handle = counter.with({ a: value as string, b: 'x' });
    handle.inc();
    expect(counter.with({ a: value as string, b: 'x' })).toBe(handle);
    expect(counter.with({ a: text, b: 'x' })).toBe(handle);
    for (const format of ['text', 'openmetrics'] as const) {
      const { samples } = (await scrapeFamilies(registry, format)).get(
        format === 'text' ? 'hits_total' : 'hits',
      )!;
      expect(samples.map(({ labels, value }) => [labels, value])).toEqual([[{ a: text, b: 'x' }, 1]]);
    }
  });

  test('that are wrong say so, and make no series', async () => {
    const registry = createRegistry();
    const counter = registry.counter({ ...hits, labels: ['method', 'route'] });
    const wrong = (labels: unknown) => () => counter.with(labels as { method: string; route: string });
    const missing = (name: string) =>
      `metric hits_total: expected a value for every label, found no value for "${name}" (string). Pass the label; use an empty string for none. [LABEL_MISSING]`;
    expect(wrong({ method: 'GET' })).toThrow(missing('route'));
    expect(wrong({ method: undefined, route: '/' })).toThrow(missing('method'));
    expect(wrong({ method: 'GET', route: null })).toThrow(missing('route'));
    expect(wrong({ method: 'GET', rout: '/' })).toThrow(missing('route'));
    for (const nothing of [{}, null, undefined, 5, 'GET']) expect(wrong(nothing)).toThrow(missing('method'));
    expect(wrong({ method: 'GET', route: '/', user: 'u' })).toThrow(
      'metric hits_total: expected only the labels method, route, found "user" (string). Remove the label or add it there. [LABEL_UNKNOWN]',
    );
    const bare = registry.gauge({ type: 'gauge', name: 'bare', help: 'Bare.' });
    const other = { a: 'x' } as unknown as Record<string, never>;
    expect(() => bare.with(other)).toThrow('metric bare: expected no labels, found "a" (string).');
    expect((await scrapeFamilies(registry)).has('hits_total')).toBe(false);
  });
});
