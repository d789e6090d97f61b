import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findNewerRelease } from '../../tools/debian/newer-releases.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startPrometheus } from '../../tools/servers/prometheus.ts';
import { eventually } from '../support/eventually.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { startTarget } from './exporters.ts';
import { createTestGroup, writeScalingBundle } from './scaling-bundle.ts';

/** The release of Debian that has Prometheus 3. */
const RELEASE = 'sid';
/** One more than label_limit, of which job and instance are two. */
const MANY_LABELS = Array.from({ length: 63 }, (_, i) => `label_${i}="x"`).join(',');

const programs = await findNewerRelease(RELEASE);
if (programs === undefined) {
  process.stderr.write(`\nSKIPPED: Prometheus 3 of ${RELEASE}: not in the cache\n`);
}

describe.skipIf(programs === undefined)('prometheus3.yml', () => {
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
        program: programs!.prometheus,
        port,
        configFile: join(scalingDir, 'prometheus3.yml'),
        dataDir,
        signal,
      }),
    );
    const api = createPrometheusApi(url);
    const health = await eventually(
      async () => {
        const found = await api.targets();
        const states = Object.values(found);
        return states.length === 2 && !states.includes('unknown') ? found : undefined;
      },
      { what: 'a scrape of both', timeoutMs: 30_000 },
    );
    expect(health).toEqual({ redis: 'up', node: 'down' });
  });
});
