import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startPrometheusAgent } from '../../tools/servers/prometheus-agent.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import type { ServerGroup } from '../../tools/servers/server-group.ts';
import { startVictoriaMetrics } from '../../tools/servers/victoria-metrics.ts';
import { eventually } from '../support/eventually.ts';
import { startServer } from '../support/http-server.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startTarget } from './exporters.ts';
import { createTestGroup, writeScalingBundle, writeSecret } from './scaling-bundle.ts';

const programs = await requirePrograms('prometheus', 'promtool', 'victoria-metrics');

const EXPORTER = [
  'node_cpu_seconds_total{cpu="0",mode="idle"} 5',
  'node_load1 0.5',
  'node_entropy_available_bits 256',
  'go_goroutines 8',
].join('\n');

async function startAgent(group: ServerGroup, scalingDir: string): Promise<void> {
  const configFile = join(scalingDir, 'agent.yml');
  const check = await runTool(programs.get('promtool'), ['check', 'config', '--agent', configFile]);
  expect(check).toMatchObject({ exitCode: 0 });
  const dataDir = join(await createTemporaryFolder(), 'agent');
  const program = programs.get('prometheus');
  const port = await findFreePort();
  await group.start(signal => startPrometheusAgent({ program, port, configFile, dataDir, signal }));
}

async function startStore(group: ServerGroup): Promise<string> {
  const dataDir = join(await createTemporaryFolder(), 'store');
  const program = programs.get('victoria-metrics');
  const port = await findFreePort();
  const { url } = await group.start(signal => startVictoriaMetrics({ program, port, dataDir, signal }));
  return url;
}

describe.skipIf(programs.skip)('agent.yml', () => {
  test('sends what was scraped to a VictoriaMetrics, where it is queried', { timeout: 60_000 }, async () => {
    const group = createTestGroup();
    const storeUrl = await startStore(group);
    const [application, second, node] = [
      await startTarget('shop_orders_total 7\n'),
      await startTarget(),
      await startTarget(`${EXPORTER}\n`),
    ];
    const scalingDir = await writeScalingBundle({
      targets: { application: application.address, node: node.address },
      externalLabels: { cluster: 'eu' },
      customAlerts: [
        {
          name: 'HostBusy',
          expr: 'node_load1 > 9',
          forSeconds: 300,
          severity: 'info',
          team: 'platform',
          summary: 'A host is busy.',
          description: 'Its load is {{ $value }}.',
        },
      ],
      scaling: {
        instances: [second.address],
        remoteWriteUrl: `${storeUrl}/api/v1/write`,
        remoteWriteMetrics: ['node_entropy_.+'],
      },
    });
    await startAgent(group, scalingDir);

    const store = createPrometheusApi(storeUrl);
    const isThere = async (expr: string) => {
      const found = await store.select(expr);
      return found.length > 0 ? found : undefined;
    };
    const options = { timeoutMs: 40_000 };
    const requests = await eventually(
      async () => {
        const found = await store.select('http_requests_total{job="application"} >= 3');
        return found.length === 2 ? found : undefined;
      },
      { what: 'requests of both instances', ...options },
    );
    expect(requests.map(({ metric }) => [metric['cluster'], metric['instance']]).sort()).toEqual(
      [application, second].map(({ address }) => ['eu', address]).sort(),
    );
    await eventually(() => isThere('up{job="node"} == 1'), { what: 'the exporter', ...options });
    const names = await store.select('count by (__name__, job) ({__name__!=""})');
    expect(names.map(({ metric }) => `${metric['job']} ${metric['__name__']}`).sort()).toEqual([
      'application http_requests_total',
      // Everything of the application itself …
      ...[...SCRAPE_SERIES, 'shop_orders_total', 'up'].map(name => `application ${name}`),
      // … and of an exporter what rules and boards read, a custom alert reads, or a setting names.
      'node http_requests_total',
      'node node_cpu_seconds_total',
      'node node_entropy_available_bits',
      'node node_load1',
      'node up',
    ]);
  });

  test('sends the token of remoteWriteCredentialsFile', { timeout: 60_000 }, async () => {
    let authorization: string | undefined;
    const { port } = await startServer((request, response) => {
      authorization = request.headers.authorization;
      request.resume().on('end', () => response.writeHead(204).end());
    });
    const application = await startTarget();
    const scalingDir = await writeScalingBundle({
      targets: { application: application.address },
      scaling: {
        remoteWriteUrl: `http://127.0.0.1:${port}/write`,
        remoteWriteCredentialsFile: '../secrets/remote-write-token',
      },
    });
    await writeSecret(scalingDir, '../secrets/remote-write-token', 'open-sesame\n');
    await startAgent(createTestGroup(), scalingDir);
    await eventually(async () => authorization, { what: 'a delivery', timeoutMs: 40_000 });
    expect(authorization).toBe('Bearer open-sesame');
  });
});

/** Series that Prometheus adds to each scrape, `up` apart. */
const SCRAPE_SERIES = [
  'scrape_duration_seconds',
  'scrape_samples_post_metric_relabeling',
  'scrape_samples_scraped',
  'scrape_series_added',
];
