import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { ciCommand } from '../../../src/cli/ci.ts';
import { findFreePort } from '../../../tools/servers/free-port.ts';
import { startPrometheus } from '../../../tools/servers/prometheus.ts';
import { startPushgateway } from '../../../tools/servers/pushgateway.ts';
import { createServerGroup } from '../../../tools/servers/server-group.ts';
import { eventually } from '../../support/eventually.ts';
import { requirePrograms } from '../../support/servers.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const programs = await requirePrograms('prometheus', 'prometheus-pushgateway');

async function startServers() {
  const group = createServerGroup();
  onTestFinished(() => group.stop());
  const folder = await createTemporaryFolder();
  const port = await findFreePort();
  const pushgateway = await group.start(signal =>
    startPushgateway({ program: programs.get('prometheus-pushgateway'), port, signal }),
  );
  const configFile = join(folder, 'prometheus.yml');
  const target = {
    job_name: 'pushgateway',
    honor_labels: true,
    static_configs: [{ targets: [`127.0.0.1:${port}`] }],
  };
  await writeFile(configFile, stringify({ global: { scrape_interval: '1s' }, scrape_configs: [target] }));
  const prometheusPort = await findFreePort();
  const prometheus = await group.start(signal =>
    startPrometheus({
      program: programs.get('prometheus'),
      port: prometheusPort,
      configFile,
      dataDir: join(folder, 'data'),
      signal,
    }),
  );
  const report = (...args: readonly string[]) =>
    ciCommand.run([...args, '--pushgateway', `${pushgateway.url}/`], { env: {}, print: () => {} });
  /** The labels of the series that a query finds in Prometheus. */
  const query = async (expr: string): Promise<readonly Record<string, string>[]> => {
    const response = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(expr)}`);
    const { data } = (await response.json()) as { data: { result: { metric: Record<string, string> }[] } };
    return data.result.map(({ metric }) => metric);
  };
  return { report, query };
}

describe.skipIf(programs.skip)('reports through a real Pushgateway', () => {
  it('arrive in Prometheus with all labels, and end the series of the version before', async () => {
    const { report, query } = await startServers();
    const place = ['--project', 'acme/shop ü', '--environment', 'production'];
    await report(
      'deployment',
      ...place,
      '--version',
      '1.0',
      '--status',
      'success',
      '--duration-seconds',
      '12',
    );
    await report('deployment', ...place, '--version', 'v"2\\', '--status', 'success');
    await report('deployment', ...place, '--version', '3.0', '--status', 'failure');
    const labels = {
      job: 'aiwatch-ci',
      instance: 'pipeline',
      project: 'acme/shop ü',
      environment: 'production',
    };
    const found = await eventually(
      async () => {
        const series = await query('ci_deployed_version_timestamp_seconds');
        return series.length > 0 ? series : undefined;
      },
      { what: 'the version', timeoutMs: 30_000 },
    );
    expect(found).toEqual([
      { __name__: 'ci_deployed_version_timestamp_seconds', ...labels, version: 'v"2\\' },
    ]);
    const times = await query('ci_deployment_timestamp_seconds');
    expect(times.map(({ status }) => status).sort()).toEqual(['failure', 'success']);
    expect(await query('ci_deployment_success == 0')).toHaveLength(1);
    // Of the last deployment nobody said how long it took.
    expect(await query('ci_deployment_duration_seconds > 0')).toEqual([]);
  });

  it('of tests keep one series for each result', async () => {
    const { report, query } = await startServers();
    const file = join(await createTemporaryFolder(), 'a.xml');
    await writeFile(file, '<testsuite time="3"><testcase/><testcase><skipped/></testcase></testsuite>');
    await report('tests', '--project', '.', '--suite', 'unit', file);
    const found = await eventually(
      async () => {
        const series = await query('ci_tests == 1');
        return series.length > 0 ? series : undefined;
      },
      { what: 'the tests', timeoutMs: 30_000 },
    );
    expect(found.map(({ result }) => result).sort()).toEqual(['passed', 'skipped']);
    expect(found[0]).toMatchObject({ project: '.', suite: 'unit' });
  });
});
