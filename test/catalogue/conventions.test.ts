import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { buildCatalogue, type CatalogueMetric, listMetrics } from '../../src/catalogue/index.ts';
import * as labelDefinitions from '../../src/catalogue/labels.ts';

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
const METRICS = listMetrics(buildCatalogue());
const everyMetric = METRICS.map(metric => [metric.name, metric] as const);

const SNAKE_CASE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
/** One sentence: a capital or a name first, one full stop, which ends it. Abbreviations like "e.g." are no end. */
const SENTENCE = /^[A-Za-z0-9](?:[^.\n]|\.(?! |$)|(?<=e\.g)\.)*\.$/;

/** Units whose name a metric ends with, so that a reader need not look it up. */
const SUFFIX_UNITS: readonly string[] = ['seconds', 'bytes', 'ratio', 'tokens_per_second'];
/** From client_golang's promlint: words that are a type, and segments that abbreviate a unit. */
const TYPE_WORDS = ['gauge', 'histogram', 'summary', 'counter', 'untyped', 'metric'];
const ABBREVIATIONS = ['s', 'ms', 'us', 'ns', 'sec', 'b', 'kb', 'mb', 'gb', 'tb', 'pb', 'm', 'h', 'd'];
const NON_BASE_UNITS = /(?:milli|micro|nano|kilo|mega|giga)|^(?:minutes|hours|days|weeks|bits|percent)$/;
const RESERVED_LABELS = ['le', 'quantile', 'job', 'instance', '__name__'];
const MAX_LABELS = 5;

/** All sample names that a metric has in text 0.0.4. */
function sampleNamesOf({ name, type }: CatalogueMetric): readonly string[] {
  return type === 'histogram' ? ['_bucket', '_sum', '_count'].map(suffix => name + suffix) : [name];
}

/** The name without the suffix that its type asks for. */
function stemOf({ name }: CatalogueMetric): string {
  return name.replace(/_(?:total|info)$/, '');
}

describe.each(everyMetric)('%s', (name, metric) => {
  test('is named in snake case, without type, abbreviation, or unit that is no base unit', () => {
    expect(name).toMatch(SNAKE_CASE);
    const segments = name.split('_');
    expect(segments.filter(segment => TYPE_WORDS.includes(segment))).toEqual([]);
    expect(segments.filter(segment => ABBREVIATIONS.includes(segment))).toEqual([]);
    expect(segments.filter(segment => NON_BASE_UNITS.test(segment))).toEqual([]);
  });

  test('ends as its type asks for', () => {
    expect(name.endsWith('_total')).toBe(metric.type === 'counter');
    expect(name.endsWith('_info')).toBe(metric.type === 'info');
    expect(name).not.toMatch(/_(?:bucket|sum|count|created)$/);
  });

  test('says its unit in its name, once, at the end', () => {
    const stem = stemOf(metric);
    if (SUFFIX_UNITS.includes(metric.unit)) expect(stem.endsWith(`_${metric.unit}`)).toBe(true);
    const others = SUFFIX_UNITS.filter(unit => unit !== metric.unit && !metric.unit.endsWith(unit));
    expect(others.filter(unit => stem.endsWith(`_${unit}`))).toEqual([]);
  });

  test('explains itself in one sentence and says since when it is there', () => {
    expect(metric.help).toMatch(SENTENCE);
    expect(metric.help).toMatch(/^[A-Za]/);
    expect(metric.since).toMatch(/^\d+\.\d+\.\d+$/);
    expect(metric.since.localeCompare(version, 'en', { numeric: true })).toBeLessThanOrEqual(0);
  });

  test('has few labels, each defined once, bounded, and not one that Prometheus sets', () => {
    const names = metric.labels.map(label => label.name);
    expect(names.length).toBeLessThanOrEqual(MAX_LABELS);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter(label => RESERVED_LABELS.includes(label))).toEqual([]);
    const defined = new Set<unknown>(Object.values(labelDefinitions));
    for (const label of metric.labels) expect(defined.has(label), label.name).toBe(true);
  });

  test('has buckets exactly where it is a histogram', () => {
    expect(metric.buckets !== undefined).toBe(metric.type === 'histogram');
    const bounds = metric.buckets?.upperBounds ?? [];
    expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
    expect(new Set(bounds).size).toBe(bounds.length);
    expect(bounds.every(bound => Number.isFinite(bound) && bound > 0)).toBe(true);
    expect(bounds.length).toBeLessThanOrEqual(16);
    if (metric.buckets !== undefined) expect(metric.buckets.reason).toMatch(/\.$/);
  });
});

describe('the labels of the catalogue', () => {
  test.each(Object.values(labelDefinitions).map(label => [label.name, label] as const))(
    '%s lists its values or bounds their number',
    (name, label) => {
      expect(name).toMatch(SNAKE_CASE);
      expect(label.help).toMatch(SENTENCE);
      const values: readonly string[] | undefined = 'values' in label ? label.values : undefined;
      const maxValues = 'maxValues' in label ? label.maxValues : undefined;
      expect((values === undefined) !== (maxValues === undefined)).toBe(true);
      if (values !== undefined) {
        expect(new Set<string>(values).size).toBe(values.length);
        expect(values.every(value => value.trim() === value && value !== '')).toBe(true);
      }
      if (maxValues !== undefined) expect(maxValues).toBeGreaterThan(0);
    },
  );

  test('are all used', () => {
    const used = new Set<unknown>(METRICS.flatMap(({ labels }) => labels));
    expect(Object.values(labelDefinitions).filter(label => !used.has(label))).toEqual([]);
  });
});

describe('the catalogue', () => {
  test('has no two metrics with the same sample, in either format', () => {
    const samples = METRICS.flatMap(sampleNamesOf);
    expect(new Set(samples).size).toBe(samples.length);
    const families = METRICS.map(stemOf);
    expect(new Set(families).size).toBe(families.length);
  });

  test('begins the names of the session metrics with the name of the application, and changes no other', () => {
    const names = listMetrics(buildCatalogue('shop_bot')).map(({ name }) => name);
    const expected = METRICS.map(({ name }) => name.replace(/^ai_coding_assistant_/, 'shop_bot_'));
    expect(names).toEqual(expected);
    expect(names.filter(name => name.startsWith('shop_bot_'))).toEqual([
      'shop_bot_active_sessions',
      'shop_bot_sessions_total',
      'shop_bot_session_duration_seconds',
    ]);
  });
});
