import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMetricsHandler, createRegistry, createScraper } from '../../src/metrics/index.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startPrometheus } from '../../tools/servers/prometheus.ts';
import { startServer } from '../support/http-server.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const programs = await requirePrograms('prometheus');

const VALUES = [
  'plain',
  '"quoted"',
  'back\\slash',
  'line\nline',
  '}\nevil 1',
  '# EOF',
  'é😀中',
  '\r\n\t',
  'a\0b',
  '\uFEFF',
  'x'.repeat(1024),
];
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

interface QueryResult {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

function buildRegistry() {
  const registry = createRegistry();
  const counter = registry.counter({
    type: 'counter',
    name: 'odd_total',
    help: 'Odd "labels" \\ and\nlines.',
    labels: ['value'],
  });
  VALUES.forEach((value, i) => {
    counter.with({ value }).inc(i + 0.5);
  });
  registry.gauge({ type: 'gauge', name: 'large', help: 'Large.' }).set(1e21);
  registry.info({ type: 'info', name: 'some_info', help: 'Info.', labels: ['version'] }, { version: '1' });
  const wait = registry.histogram({
    type: 'histogram',
    name: 'wait_seconds',
    help: 'Wait.',
    unit: 'seconds',
    buckets: [0.00001, 1, 1048576],
  });
  wait.observe(0.5, { trace_id: TRACE_ID });
  return registry;
}

/** Starts our endpoint twice, once as if nobody ever asked for OpenMetrics, and a Prometheus that scrapes both. */
async function startScraped(): Promise<string> {
  const handler = createMetricsHandler(createScraper(buildRegistry()));
  const openMetrics = await startServer(handler);
  const text = await startServer((request, response) => {
    delete request.headers.accept;
    return handler(request, response);
  });
  const folder = await createTemporaryFolder();
  const configFile = join(folder, 'prometheus.yml');
  const jobs = Object.entries({ openmetrics: openMetrics.port, text: text.port }).map(
    ([job, port]) => `{ job_name: ${job}, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }`,
  );
  await writeFile(configFile, `{ global: { scrape_interval: 1s }, scrape_configs: [${jobs.join(', ')}] }\n`);
  const program = programs.get('prometheus');
  const port = await findFreePort();
  const server = await startPrometheus({ program, port, configFile, dataDir: join(folder, 'data') });
  onTestFinished(() => server.stop());
  return server.url;
}

async function query(url: string, expression: string): Promise<readonly QueryResult[]> {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  return ((await response.json()) as { data: { result: QueryResult[] } }).data.result;
}

describe.skipIf(programs.skip)('a real Prometheus', () => {
  test('reads both formats, whatever the labels are', { timeout: 60_000 }, async () => {
    const url = await startScraped();
    while ((await query(url, 'count_over_time(up[1m]) >= 2')).length < 2) await sleep(100);
    expect((await query(url, 'up')).map(({ value }) => value[1])).toEqual(['1', '1']);
    for (const job of ['text', 'openmetrics']) {
      const odd = await query(url, `odd_total{job="${job}"}`);
      const found = new Map(odd.map(({ metric, value }) => [metric['value'], Number(value[1])]));
      expect(found).toEqual(new Map(VALUES.map((value, i) => [value, i + 0.5])));
      expect(Number((await query(url, `large{job="${job}"}`))[0]!.value[1])).toBe(1e21);
      expect((await query(url, `some_info{job="${job}", version="1"}`))[0]!.value[1]).toBe('1');
      const buckets = await query(url, `wait_seconds_bucket{job="${job}"}`);
      expect(Object.fromEntries(buckets.map(({ metric, value }) => [metric['le'], value[1]]))).toEqual({
        '1e-05': '0',
        '1.0': '1',
        '1.048576e+06': '1',
        '+Inf': '1',
      });
    }
    const range = 'start=0&end=9999999999';
    const exemplars = await fetch(`${url}/api/v1/query_exemplars?query=wait_seconds_bucket&${range}`);
    expect(await exemplars.json()).toMatchObject({
      data: [
        {
          seriesLabels: { job: 'openmetrics', le: '1.0' },
          exemplars: [{ labels: { trace_id: TRACE_ID }, value: '0.5' }],
        },
      ],
    });
  });
});
