import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

async function start(
  group: ServerGroup,
  configFile: string,
  dataDir: string,
  ...extraArgs: readonly string[]
) {
  const program = programs.get('prometheus');
  const port = await findFreePort();
  return group.start(signal =>
    startPrometheus({ program, port, configFile, dataDir, retention: '100y', extraArgs, signal }),
  );
}

describe.skipIf(programs.skip)('an archive', () => {
  test('is a snapshot that another Prometheus serves, which scrapes nothing', {
    timeout: 60_000,
  }, async () => {
    const group = createTestGroup();
    const folder = await createTemporaryFolder();
    const application = await startTarget();
    const scalingDir = await writeScalingBundle({ targets: { application: application.address } });
    const data = join(folder, 'data');
    const server = await start(group, join(scalingDir, '../prometheus.yml'), data, '--web.enable-admin-api');
    const api = createPrometheusApi(server.url);
    await eventually(async () => (await api.query('http_requests_total >= 3'))[0], {
      what: 'three scrapes',
      timeoutMs: 30_000,
    });
    expect((await fetch(`${server.url}/api/v1/admin/tsdb/snapshot`, { method: 'POST' })).ok).toBe(true);
    await server.stop();

    const archive = join(folder, 'archive');
    const [snapshot = ''] = await readdir(join(data, 'snapshots'));
    await cp(join(data, 'snapshots', snapshot), archive, { recursive: true });
    const nothing = join(folder, 'nothing.yml');
    await writeFile(nothing, '');
    const { url } = await start(group, nothing, archive);
    const found = await createPrometheusApi(url).query('max_over_time(http_requests_total[1h])');
    expect(found).toHaveLength(1);
    expect(found[0]).toBeGreaterThanOrEqual(3);
  });
});
