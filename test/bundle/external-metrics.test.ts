import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EXTERNAL_METRICS,
  type Exporter,
  type ExternalMetric,
  scrapeMetrics,
} from '../../src/bundle/external-metrics/index.ts';
import { createServerGroup, type ServerGroup } from '../../tools/servers/server-group.ts';
import { eventually } from '../support/eventually.ts';
import { EXPORTER_PROGRAMS, startExporters } from '../support/exporters.ts';
import { type Family, parseExposition } from '../support/parse-exposition.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms(...EXPORTER_PROGRAMS);
const MINUTE_MS = 60_000;

/** What Prometheus records itself; no exporter has it, a query finds it. */
const RECORDED: readonly ExternalMetric[] = Object.values(scrapeMetrics);

/** Metrics that no exporter shows here, each with the reason. */
const NOT_HERE: Readonly<Record<string, string>> = {
  prometheus_remote_storage_queue_highest_sent_timestamp_seconds:
    'Prometheus 2.42 has it only after the first delivery, and nothing is delivered here',
};

const CHECKED = EXTERNAL_METRICS.filter(
  metric => metric.exporter !== 'cadvisor' && !RECORDED.includes(metric) && !(metric.name in NOT_HERE),
);

type Labels = Readonly<Record<string, string>>;

const labelNames = ({ labels }: ExternalMetric) => labels?.map(({ name }) => name) ?? [];

/** The type that the exporter has to say: quantiles of a summary are a gauge to us. */
function listTypes(metric: ExternalMetric): readonly string[] {
  if (labelNames(metric).includes('quantile')) return ['summary'];
  // Exporters call untyped what they pass on without knowing it.
  return metric.type === 'histogram' ? ['histogram'] : [metric.type, 'untyped'];
}

/** What of the definition does not hold for real series: labels that none has, values that are not in the list. */
function findLabelProblems(metric: ExternalMetric, series: readonly Labels[]): readonly string[] {
  return (metric.labels ?? []).flatMap(({ name, values }) => {
    const found = series.flatMap(labels => labels[name] ?? []);
    if (found.length === 0) return [`no series has the label ${name}`];
    return found
      .filter(value => values !== undefined && !values.includes(value))
      .map(value => `${name} is ${value}`);
  });
}

describe.skipIf(programs.skip)('the metrics of exporters that rules, boards and runbooks read', () => {
  let folder: string;
  let group: ServerGroup;
  let urls: Awaited<ReturnType<typeof startExporters>>;
  const families = new Map<Exporter, ReadonlyMap<string, Family>>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiwatch-exporters-'));
    group = createServerGroup();
    urls = await startExporters({ group, programs, folder });
    const read = async (url: string) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return parseExposition(text, { format: 'text', isForeign: true });
    };
    const sent = async () => (await read(urls.prometheus)).get('prometheus_notifications_latency_seconds');
    await eventually(sent, { what: 'an alert that was sent', timeoutMs: MINUTE_MS });
    for (const [exporter, url] of Object.entries(urls)) families.set(exporter as Exporter, await read(url));
  }, 2 * MINUTE_MS);

  afterAll(async () => {
    await group?.stop();
    await rm(folder, { recursive: true, force: true });
  }, MINUTE_MS);

  it.each(CHECKED)('$name is exported by $exporter, with its type and its labels', metric => {
    const family = families.get(metric.exporter)?.get(metric.name);
    expect(listTypes(metric)).toContain(family?.type);
    const series = family?.samples.map(({ labels }) => labels) ?? [];
    expect(series).not.toEqual([]);
    expect(findLabelProblems(metric, series)).toEqual([]);
  });

  it.each(RECORDED)(
    '$name is recorded by Prometheus, with its labels',
    async metric => {
      const ask = async () => {
        const response = await fetch(`${urls.prometheus}/api/v1/series?match[]=${metric.name}`);
        const { data } = (await response.json()) as { data: readonly Labels[] };
        return data.length === 0 ? undefined : data;
      };
      const series = await eventually(ask, { what: metric.name, timeoutMs: MINUTE_MS });
      expect(findLabelProblems(metric, series)).toEqual([]);
    },
    2 * MINUTE_MS,
  );

  it('are all checked, but for those with a reason that still holds', () => {
    const shown = Object.keys(NOT_HERE).filter(name => families.get('prometheus')?.has(name));
    expect(shown).toEqual([]);
    expect(
      Object.keys(NOT_HERE).filter(name => !EXTERNAL_METRICS.some(metric => metric.name === name)),
    ).toEqual([]);
  });
});
