import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../src/metrics/index.ts';
import { sampleValue } from '../support/parse-exposition.ts';
import { scrapeFamilies, scrapeText } from '../support/scrape.ts';

const counter = { type: 'counter', name: 'hits_total', help: 'Hits.' } as const;
const gauge = { type: 'gauge', name: 'level', help: 'Level.' } as const;
const histogram = { type: 'histogram', name: 'wait', help: 'Wait.', buckets: [1, 2] } as const;

/** What a call throws: its message, its code in brackets included. */
function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

describe('a definition', () => {
  test.each([
    ['', '"" (string)'],
    ['1st', '"1st" (string)'],
    ['a-b', '"a-b" (string)'],
    ['a b', '"a b" (string)'],
    ['a:b', '"a:b" (string)'],
    ['é', '"é" (string)'],
    ['a\n', '"a\\n" (string)'],
    ['a{b="c"}', '"a{b=\\"c\\"}" (string)'],
    [undefined, 'undefined (undefined)'],
    [5, '5 (number)'],
    [null, 'null (null)'],
  ])('cannot be named %j', (name, found) => {
    expect(messageOf(() => createRegistry().gauge({ ...gauge, name: name as string }))).toBe(
      `metric ${found}: expected a name of letters, digits and underscores that does not begin with a digit, found ${found}. Rename the metric. [METRIC_NAME_INVALID]`,
    );
  });

  test.each(['', ' \n', undefined, 7])('cannot do without help: %j', help => {
    expect(messageOf(() => createRegistry().gauge({ ...gauge, help: help as string }))).toMatch(
      /^metric "level" \(string\): expected one sentence of help, found .* Say what the metric measures\. \[METRIC_HELP_MISSING\]$/,
    );
  });

  test('ends in _total exactly where it is a counter', () => {
    expect(messageOf(() => createRegistry().counter({ ...counter, name: 'hits' }))).toBe(
      'metric "hits" (string): expected counters, and only counters, to end in _total, found a counter of that name. Add or remove the suffix. [METRIC_SUFFIX_INVALID]',
    );
    expect(messageOf(() => createRegistry().gauge({ ...gauge, name: 'level_total' }))).toContain(
      'found a gauge of that name',
    );
  });

  test.each(['le', 'quantile', '__name__', '__x', 'a-b', '', '1a', 'é', 'a b'])(
    'cannot have a label %j',
    label => {
      expect(messageOf(() => createRegistry().counter({ ...counter, labels: ['ok', label] }))).toBe(
        `metric "hits_total" (string): expected a label name of letters, digits and underscores that is not reserved (le, quantile, __*), found ${JSON.stringify(label)} (string). Rename the label. [LABEL_NAME_INVALID]`,
      );
    },
  );

  test('cannot have a label twice', () => {
    expect(messageOf(() => createRegistry().counter({ ...counter, labels: ['a', 'a'] }))).toContain(
      'found "a" (string) twice. Rename the label. [LABEL_NAME_INVALID]',
    );
  });

  test('cannot have a label that is a constant label too', () => {
    const registry = createRegistry({ constantLabels: { service: 'shop' } });
    expect(messageOf(() => registry.counter({ ...counter, labels: ['service'] }))).toBe(
      'metric hits_total: expected labels that are not constant labels of the registry too, found "service" (string). Rename the label. [LABEL_NAME_INVALID]',
    );
  });

  test('that was refused leaves its name free', () => {
    const registry = createRegistry();
    expect(() => registry.histogram({ ...histogram, labels: ['le'] })).toThrow();
    expect(() => registry.histogram({ ...histogram, buckets: [] })).toThrow();
    expect(registry.instrument('wait')).toBeUndefined();
    expect(registry.owns('wait_count')).toBe(false);
    registry.gauge({ ...gauge, name: 'wait_count' });
  });
});

describe('the same definition', () => {
  test('leads to the same instrument, whichever object says it', () => {
    const registry = createRegistry();
    const first = registry.histogram({ ...histogram, labels: ['a'] });
    expect(registry.histogram({ ...histogram, labels: ['a'] })).toBe(first);
    expect(registry.instrument('wait')).toBe(first);
  });

  const known = { ...histogram, labels: ['a'] } as const;
  test.each([
    ['other labels', { ...known, labels: ['b'] }, 'labels [b] with buckets 1, 2 and help "Wait." (string)'],
    [
      'more labels',
      { ...known, labels: ['a', 'b'] },
      'labels [a, b] with buckets 1, 2 and help "Wait." (string)',
    ],
    [
      'other buckets',
      { ...known, buckets: [1, 3] },
      'labels [a] with buckets 1, 3 and help "Wait." (string)',
    ],
    ['another help', { ...known, help: 'Waits.' }, 'labels [a] with buckets 1, 2 and help "Waits." (string)'],
  ])('with %s is a conflict that says both', (_, other, found) => {
    const registry = createRegistry();
    const first = registry.histogram(known);
    expect(messageOf(() => registry.histogram<readonly string[]>(other))).toBe(
      `metric wait: expected a histogram with labels [a] with buckets 1, 2 and help "Wait." (string), found a histogram with ${found}. Use one definition, or another name. [METRIC_CONFLICT]`,
    );
    expect(registry.instrument('wait')).toBe(first);
  });

  test('with another type is a conflict that says both', () => {
    const registry = createRegistry();
    registry.counter(counter);
    expect(messageOf(() => registry.gauge({ ...gauge, name: 'hits_total' }))).toBe(
      'metric hits_total: expected a counter with labels [] and help "Hits." (string), found a gauge with labels [] and help "Level." (string). Use one definition, or another name. [METRIC_CONFLICT]',
    );
  });
});

describe('sample names', () => {
  const build = { type: 'info', name: 'level_info', help: 'Info.', labels: ['a'] } as const;
  test.each([
    ['a histogram and a gauge of its count', histogram, { ...gauge, name: 'wait_count' }, 'wait_count'],
    ['a histogram and a gauge of its sum', histogram, { ...gauge, name: 'wait_sum' }, 'wait_sum'],
    ['a histogram and a gauge of its buckets', histogram, { ...gauge, name: 'wait_bucket' }, 'wait_bucket'],
    ['a gauge and a histogram that counts it', { ...gauge, name: 'wait_count' }, histogram, 'wait_count'],
    ['a counter and a gauge of its family', counter, { ...gauge, name: 'hits' }, 'hits'],
    ['a histogram and a counter of its family', histogram, { ...counter, name: 'wait_total' }, 'wait'],
    ['an info metric and a gauge of its family', build, gauge, 'level'],
    [
      'two histograms, one of the other\u2019s count',
      { ...histogram, name: 'wait_count' },
      histogram,
      'wait_count',
    ],
  ])('that clash are refused: %s', (_, first, second, name) => {
    const registry = createRegistry();
    const define = (def: typeof first | typeof second) => {
      if (def.type === 'counter') return registry.counter(def);
      if (def.type === 'gauge') return registry.gauge(def);
      if (def.type === 'info') return registry.info(def, { a: 'x' });
      return registry.histogram(def);
    };
    define(first);
    expect(messageOf(() => define(second))).toBe(
      `metric ${second.name}: expected sample names that no other metric has, found ${name}, which belongs to ${first.name}. Use one definition, or another name. [METRIC_CONFLICT]`,
    );
    expect(registry.instrument(second.name)).toBeUndefined();
  });
});

describe('constant labels', () => {
  test('are on every series, escaped, and together with its own', async () => {
    const constantLabels = { service: 'a"b\\c\n', zone: 5 as unknown as string };
    const registry = createRegistry({ constantLabels });
    registry.counter(counter).inc();
    registry
      .histogram({ ...histogram, labels: ['a'] })
      .with({ a: 'x' })
      .observe(1);
    const constant = { service: 'a"b\\c\n', zone: '5' };
    for (const format of ['text', 'openmetrics'] as const) {
      const families = await scrapeFamilies(registry, format);
      expect(sampleValue(families, 'hits_total', constant)).toBe(1);
      expect(sampleValue(families, 'wait_count', { ...constant, a: 'x' })).toBe(1);
      expect(sampleValue(families, 'wait_bucket', { ...constant, a: 'x', le: '1.0' })).toBe(1);
    }
  });

  test('have valid names', () => {
    expect(messageOf(() => createRegistry({ constantLabels: { 'a-b': 'x' } }))).toBe(
      'constant labels: expected a label name of letters, digits and underscores that is not reserved (le, quantile, __*), found "a-b" (string). Rename the label. [LABEL_NAME_INVALID]',
    );
  });
});

describe('collectors of a registry', () => {
  test('have names of their own', () => {
    const registry = createRegistry();
    const collector = { name: 'redis', metrics: [], collect: () => {} };
    registry.addCollector(collector);
    expect(messageOf(() => registry.addCollector({ ...collector }))).toBe(
      'collector redis: expected a collector name that is still free, found another collector of that name. Give each collector its own name. [COLLECTOR_CONFLICT]',
    );
  });

  test('are closed once with it', () => {
    const closed: string[] = [];
    const registry = createRegistry();
    for (const name of ['a', 'b'])
      registry.addCollector({ name, metrics: [], collect: () => {}, close: () => closed.push(name) });
    registry.addCollector({ name: 'c', metrics: [], collect: () => {} });
    registry.close();
    registry.close();
    expect(closed).toEqual(['a', 'b']);
  });
});

describe('a registry used from JavaScript', () => {
  test('needs no type in a definition, since the method says it', async () => {
    const registry = createRegistry();
    registry.gauge({ name: 'typeless', help: 'Without a type.' }).set(3);
    expect(await scrapeText(registry, 'text')).toContain('# TYPE typeless gauge\ntypeless 3\n');
  });

  test('refuses a definition of another type, and a cap that is no cap', () => {
    const registry = createRegistry();
    const counter = { type: 'counter', name: 'x_total', help: 'X.' } as unknown as {
      name: string;
      help: string;
    };
    expect(() => registry.gauge(counter)).toThrow(
      'metric "x_total" (string): expected a gauge, found a "counter" (string).',
    );
    for (const maxSeriesPerMetric of [0, -1, 1.5, Number.NaN]) {
      expect(() => createRegistry({ maxSeriesPerMetric })).toThrow(
        'maxSeriesPerMetric: expected a whole number above 0',
      );
    }
  });

  test('goes on with a scrape when its listener for problems fails', async () => {
    const registry = createRegistry({
      onProblem: () => {
        throw new Error('not interested');
      },
    });
    registry.addCollector({
      name: 'broken',
      metrics: [registry.gauge({ name: 'theirs', help: 'Theirs.' })],
      collect: () => {
        throw new Error('broken');
      },
    });
    registry.gauge({ name: 'ours', help: 'Ours.' }).set(1);
    expect(await scrapeText(registry, 'text')).toContain('ours 1\n');
  });
});
