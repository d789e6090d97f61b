import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildRecords, listRecords } from '../../src/bundle/records/index.ts';
import { FEDERATED } from '../../src/bundle/scaling/federation.ts';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startPrometheus } from '../../tools/servers/prometheus.ts';
import type { ServerGroup } from '../../tools/servers/server-group.ts';
import { eventually } from '../support/eventually.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startTarget } from './exporters.ts';
import { createTestGroup, writeScalingBundle } from './scaling-bundle.ts';

const programs = await requirePrograms('prometheus');

async function start(group: ServerGroup, configFile: string): Promise<string> {
  const program = programs.get('prometheus');
  const dataDir = join(await createTemporaryFolder(), 'data');
  const port = await findFreePort();
  const { url } = await group.start(signal =>
    startPrometheus({ program, port, configFile, dataDir, signal }),
  );
  return url;
}

/** A server that scrapes an application of its own, as one of a region does. */
async function startRegion(group: ServerGroup, region: string): Promise<string> {
  const application = await startTarget();
  const scalingDir = await writeScalingBundle({
    targets: { application: application.address },
    externalLabels: { cluster: region },
  });
  return start(group, join(scalingDir, '../prometheus.yml'));
}

describe('what a federation asks for', () => {
  test('is every recording rule', () => {
    const [, pattern = ''] = /"(.+)"/.exec(FEDERATED[0]) ?? [];
    const isAskedFor = new RegExp(`^(?:${pattern})$`);
    const { bundle } = parseConfig({
      bundle: { customRecords: [{ name: 'team:orders:rate5m', expr: 'up' }] },
    });
    const own = bundle.customRecords.map(({ name }) => name);
    const names = listRecords(buildRecords(buildCatalogue(), bundle)).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect([...names, ...own].filter(name => !isAskedFor.test(name))).toEqual([]);
    expect(isAskedFor.test('http_requests_total')).toBe(false);
  });
});

describe.skipIf(programs.skip)('federation.yml', () => {
  test('collects the records and targets of two servers, and leaves their raw series', {
    timeout: 60_000,
  }, async () => {
    const group = createTestGroup();
    const regions = [await startRegion(group, 'eu'), await startRegion(group, 'us')];
    const scalingDir = await writeScalingBundle({
      scaling: { federateFrom: regions.map(url => new URL(url).host) },
    });
    const global = createPrometheusApi(await start(group, join(scalingDir, 'federation.yml')));
    const rates = await eventually(
      async () => {
        const found = await global.select('job:http_requests:rate5m > 0');
        return found.length === 2 ? found : undefined;
      },
      { what: 'the request rates of both regions', timeoutMs: 40_000 },
    );
    expect(
      rates.map(({ metric }) => metric).sort((a, b) => (a['cluster']! < b['cluster']! ? -1 : 1)),
    ).toEqual(
      ['eu', 'us'].map(cluster => ({ __name__: 'job:http_requests:rate5m', job: 'application', cluster })),
    );
    expect(await global.query('count(up{job="application"} == 1)')).toEqual([2]);
    expect(await global.query('count(up{job="federation"} == 1)')).toEqual([2]);
    expect(await global.query('http_requests_total')).toEqual([]);
  });
});
