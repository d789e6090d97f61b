import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startPrometheus } from '../../tools/servers/prometheus.ts';
import { eventually } from '../support/eventually.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { requireRelease } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startTarget } from './exporters.ts';
import { createTestGroup, writeScalingBundle } from './scaling-bundle.ts';

/** One more than label_limit, of which job and instance are two. */
const MANY_LABELS = Array.from({ length: 63 }, (_, i) => `label_${i}="x"`).join(',');

/** The release of Debian that has Prometheus 3. */
const programs = await requireRelease('sid');

describe.skipIf(programs.skip)('prometheus3.yml', () => {
  test('takes an exporter that does not say what it sends, and refuses one that runs wild', {
    timeout: 60_000,
  }, async () => {
    const silent = await startTarget('', '');
    const wild = await startTarget(`wild{${MANY_LABELS}} 1\n`);
    const scalingDir = await writeScalingBundle({ targets: { redis: silent.address, node: wild.address } });
    const port = await findFreePort();
    const dataDir = join(await createTemporaryFolder(), 'data');
    const { url } = await createTestGroup().start(signal =>
      startPrometheus({
        program: programs.get('prometheus'),
        port,
        configFile: join(scalingDir, 'prometheus3.yml'),
        dataDir,
        signal,
      }),
    );
    const api = createPrometheusApi(url);
    const targets = await eventually(
      async () => {
        const found = await api.targets();
        return found.length === 2 && found.every(each => each.health !== 'unknown') ? found : undefined;
      },
      { what: 'a scrape of both', timeoutMs: 30_000 },
    );
    const health = targets.map(each => [each.job, each.health]);
    expect(Object.fromEntries(health)).toEqual({ redis: 'up', node: 'down' });
  });
});
