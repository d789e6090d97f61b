import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBundle } from '../../src/bundle/build-bundle.ts';
import { aiLatencyBuckets, httpLatencyBuckets } from '../../src/catalogue/buckets.ts';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import { createRegistry } from '../../src/metrics/index.ts';
import { scrapeText } from '../support/scrape.ts';
import { listSelectors } from './lint/expressions.ts';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}
interface Group {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

/** The groups of a rule file as these settings of the objectives make them. */
function buildGroups(file: 'recording' | 'alerts', slos: object = {}): readonly Group[] {
  const path = `prometheus/rules/${file}.yml`;
  const built = buildBundle(parseConfig({ bundle: { slos } })).find(each => each.path === path);
  return (parse(built?.content ?? '') as { readonly groups: readonly Group[] }).groups;
}

const listRules = (file: 'recording' | 'alerts', slos: object = {}) =>
  buildGroups(file, slos)
    .filter(({ name }) => name.startsWith('aiwatch-slo'))
    .flatMap(({ rules }) => rules);

const findErrors = (slo: string, slos: object = {}) =>
  listRules('recording', slos).find(
    ({ record, labels }) => record === 'instance:slo_errors:rate5m' && labels?.['slo'] === slo,
  )?.expr ?? '';

describe('the settings of an objective', () => {
  it('change its budget and its least traffic in every alert about it, and in no other', () => {
    const slos = { HttpAvailability: { objective: 0.999, minEventsPerSecond: 2 } };
    const before = new Map(listRules('alerts').map(({ alert, expr }) => [alert, expr]));
    const changed = listRules('alerts', slos).filter(({ alert, expr }) => before.get(alert) !== expr);
    expect(changed.map(({ alert }) => alert)).toEqual([
      'HttpAvailabilityBurn1h',
      'HttpAvailabilityBurn6h',
      'HttpAvailabilityBurn1d',
      'HttpAvailabilityBurn3d',
      'HttpAvailabilityBudgetLow',
    ]);
    const [fastest] = changed;
    expect(fastest?.expr).toContain('ratio_rate1h{slo="http-availability"} / 0.001) > 14.4');
    expect(fastest?.expr).toMatch(/rate1h\{slo="http-availability"\}\) > 2\)$/);
    expect(listRules('recording', slos).map(({ expr }) => expr)).toContain(
      '((instance:slo_events:rate5m{slo="http-availability"} * 0) or (instance:slo_events:rate30d{slo="http-availability"} * 0)) + 0.999',
    );
  });

  it('change the time that is still good', () => {
    const slos = { HttpLatency: { thresholdSeconds: 0.25 }, AILatency: { thresholdSeconds: 2.56 } };
    expect(findErrors('http-latency', slos)).toContain('le="0.25"');
    expect(findErrors('ai-latency', slos)).toContain('le="2.56"');
  });

  it('leave it out, with its records and its alerts', () => {
    const slos = { AILatency: { enabled: false }, AIAvailability: { enabled: false } };
    const texts = [...listRules('recording', slos), ...listRules('alerts', slos)].map(rule =>
      JSON.stringify(rule),
    );
    expect(texts.filter(text => /ai-|AIL|AIA/.test(text))).toEqual([]);
    expect(listRules('alerts', slos)).toHaveLength(10);
  });

  it('write no number with the noise of binary fractions', () => {
    for (const objective of [0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999]) {
      const exprs = listRules('alerts', { HttpLatency: { objective } }).map(({ expr }) => expr);
      expect(exprs.filter(expr => /\d\.\d{7,}/.test(expr))).toEqual([]);
    }
  });
});

describe('the records of the objectives', () => {
  it('come in groups that are evaluated at least as often as Prometheus looks back', () => {
    const groups = buildGroups('recording').filter(({ name }) => name.startsWith('aiwatch-slo'));
    expect(groups.map(({ name, interval }) => [name, interval])).toEqual([
      ['aiwatch-slo-events-records', '1m'],
      ['aiwatch-slo-windows-records', '1m'],
      ['aiwatch-slo-ratios-records', undefined],
      ['aiwatch-slo-budget-records', '3m'],
    ]);
    expect(groups.filter(({ rules }) => rules.length > 20)).toEqual([]);
  });

  it('divide each window by the samples that it can have, one per minute', () => {
    const windows = listRules('recording').flatMap(({ expr }) =>
      [...expr.matchAll(/^sum_over_time\(\S+\[(\w+)\]\) \/ (\d+)$/g)].map(([, window, count]) => [
        window,
        Number(count),
      ]),
    );
    const minutes = { '30m': 30, '1h': 60, '2h': 120, '6h': 360, '1d': 1440, '3d': 4320, '30d': 43_200 };
    expect(Object.fromEntries(windows)).toEqual(minutes);
    expect(windows).toHaveLength(14);
  });
});

describe('the bucket of an objective about time', () => {
  const { http, ai } = buildCatalogue();
  const registry = createRegistry();
  registry
    .histogram(http.duration)
    .with({ method: 'GET', route: '/', status_code: 200, stream: 'false' })
    .observe(1);
  registry.histogram(ai.timeToFirstToken).with({ provider: 'p', model: 'm', operation: 'chat' }).observe(1);

  it.each([
    ['HttpLatency', 'http-latency', httpLatencyBuckets],
    ['AILatency', 'ai-latency', aiLatencyBuckets],
  ] as const)('is one that we export, for every time that %s may have', async (name, slo, buckets) => {
    const text = await scrapeText(registry, 'text');
    for (const thresholdSeconds of buckets.upperBounds) {
      const bucket = listSelectors(findErrors(slo, { [name]: { thresholdSeconds } })).find(({ metric }) =>
        metric.endsWith('_bucket'),
      );
      const le = bucket?.matchers.find(({ label }) => label === 'le')?.value ?? '';
      const exported = [...text.matchAll(new RegExp(`^${bucket?.metric}\\{.*le="([^"]+)"`, 'gm'))].map(
        match => match[1],
      );
      const pattern = new RegExp(`^(?:${le})$`);
      expect(exported.filter(bound => pattern.test(bound ?? ''))).toHaveLength(1);
    }
  });
});
