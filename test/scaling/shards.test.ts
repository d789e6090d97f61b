import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startPrometheus } from '../../tools/servers/prometheus.ts';
import { eventually } from '../support/eventually.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startTarget } from './exporters.ts';
import { createTestGroup, writeScalingBundle } from './scaling-bundle.ts';

const programs = await requirePrograms('prometheus');

const INSTANCES = 8;

describe.skipIf(programs.skip)('shard-0.yml and shard-1.yml', () => {
  test('share the targets: each is scraped by exactly one server', { timeout: 60_000 }, async () => {
    const group = createTestGroup();
    const targets = await Promise.all(Array.from({ length: INSTANCES }, () => startTarget()));
    const [node, application, ...others] = targets.map(({ address }) => address);
    const scalingDir = await writeScalingBundle({
      targets: { node: node!, application: application! },
      scaling: { instances: others, shards: 2 },
    });
    const shards = await Promise.all(
      [0, 1].map(async shard => {
        const program = programs.get('prometheus');
        const configFile = join(scalingDir, `shard-${shard}.yml`);
        const dataDir = join(await createTemporaryFolder(), 'data');
        const port = await findFreePort();
        const { url } = await group.start(signal =>
          startPrometheus({ program, port, configFile, dataDir, signal }),
        );
        return createPrometheusApi(url);
      }),
    );
    const found = await eventually(
      async () => {
        const all = (await Promise.all(shards.map(shard => shard.targets()))).flat();
        return all.length >= INSTANCES && all.every(({ health }) => health === 'up') ? all : undefined;
      },
      { what: 'all targets', timeoutMs: 40_000 },
    );
    expect(found.map(({ job, instance }) => `${job} ${instance}`).sort()).toEqual(
      [`node ${node}`, ...[application, ...others].map(address => `application ${address}`)].sort(),
    );
  });
});
