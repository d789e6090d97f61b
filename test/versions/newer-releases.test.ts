import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeBundle } from '../../src/bundle/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import { createExporter } from '../../src/runtime.ts';
import { createServer } from '../../src/server/index.ts';
import { NEWER_RELEASES } from '../../tools/debian/newer-releases.ts';
import { startAlertmanager } from '../../tools/servers/alertmanager.ts';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startPrometheus } from '../../tools/servers/prometheus.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { createServerGroup } from '../../tools/servers/server-group.ts';
import { eventually } from '../support/eventually.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { loadRuleTests, writeRuleTest } from '../support/rule-tests.ts';
import { requireRelease } from '../support/servers.ts';

const SMOKE_TIMEOUT_MS = 60_000;
const RULE_TESTS_TIMEOUT_MS = 300_000;
const ALERTMANAGER_FILES = ['alertmanager/alertmanager.yml', 'alertmanager/alertmanager.docker.yml'];

const releases = await Promise.all(
  NEWER_RELEASES.map(async release => ({ release, programs: await requireRelease(release) })),
);

describe.each(releases)('the shipped files with the programs of $release', ({ programs }) => {
  const run = (name: 'promtool' | 'amtool', ...args: readonly string[]) => runTool(programs.get(name), args);
  const succeeds = { exitCode: 0 };

  it.skipIf(programs.skip)('are valid for Prometheus', async () => {
    expect(await run('promtool', 'check', 'config', 'prometheus/prometheus.yml')).toMatchObject(succeeds);
    const docker = 'prometheus/prometheus.docker.yml';
    expect(await run('promtool', 'check', 'config', '--syntax-only', docker)).toMatchObject(succeeds);
    const rules = ['prometheus/rules/recording.yml', 'prometheus/rules/alerts.yml'];
    const result = await run('promtool', 'check', 'rules', '--lint=all', '--lint-fatal', ...rules);
    expect(result).toMatchObject(succeeds);
  });

  it.skipIf(programs.skip)(
    'pass the unit tests of the rules',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'aiwatch-versions-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      for (const ruleTest of await loadRuleTests()) {
        const path = await writeRuleTest(folder, ruleTest);
        const { exitCode, stdout, stderr } = await run('promtool', 'test', 'rules', path);
        expect(exitCode, stdout + stderr).toBe(0);
      }
    },
    RULE_TESTS_TIMEOUT_MS,
  );

  it.skipIf(programs.skip)('are valid for Alertmanager, also where it is strict', async () => {
    for (const file of ALERTMANAGER_FILES) {
      const strict = '--enable-feature=utf8-strict-mode';
      expect(await run('amtool', strict, 'check-config', file)).toMatchObject(succeeds);
    }
  });

  it.skipIf(programs.skip)(
    'run: rules are evaluated, aiwatch is scraped, the watchdog is delivered',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'aiwatch-versions-'));
      const group = createServerGroup();
      const exporter = createExporter(parseConfig({}), { log: () => {} });
      const server = await createServer({
        exporter,
        prometheusUrl: 'http://localhost:9090',
        applicationJob: 'application',
        onAlert: () => {},
      });
      onTestFinished(async () => {
        await group.stop();
        await server.close();
        exporter.close();
        await rm(folder, { recursive: true, force: true });
      });
      await server.listen({ host: '127.0.0.1', port: 0 });
      const { port: aiwatch } = server.server.address() as AddressInfo;
      const prometheus = await findFreePort();
      const alertmanager = await findFreePort();
      const files = await writeFiles(folder, { aiwatch, prometheus, alertmanager });

      await group.start(signal =>
        startAlertmanager({
          program: programs.get('prometheus-alertmanager'),
          port: alertmanager,
          configFile: files.alertmanager,
          dataDir: join(folder, 'alertmanager-data'),
          signal,
        }),
      );
      const { url } = await group.start(signal =>
        startPrometheus({
          program: programs.get('prometheus'),
          port: prometheus,
          configFile: files.prometheus,
          dataDir: join(folder, 'prometheus-data'),
          resendDelay: '5s',
          signal,
        }),
      );
      const api = createPrometheusApi(url);
      const options = { timeoutMs: SMOKE_TIMEOUT_MS };
      await eventually(async () => (await api.query('up{job="aiwatch"} == 1')).length > 0 || undefined, {
        what: 'a scrape of aiwatch',
        ...options,
      });
      await eventually(async () => (await api.query('aiwatch_watchdog_timestamp_seconds > 0'))[0], {
        what: 'the watchdog at the webhook',
        ...options,
      });
      // Groups with an interval of minutes may not have had their turn.
      const health = await api.ruleHealth();
      expect(health.filter(each => each === 'ok').length).toBeGreaterThan(health.length / 2);
      expect(health.filter(each => each === 'err')).toEqual([]);
    },
    2 * SMOKE_TIMEOUT_MS,
  );
});

interface SmokePorts {
  readonly aiwatch: number;
  readonly prometheus: number;
  readonly alertmanager: number;
}

/** Writes the bundle as it ships, for these ports and short intervals. */
async function writeFiles(folder: string, ports: SmokePorts) {
  const local = (port: number) => `127.0.0.1:${port}`;
  const none = { application: null, redis: null, postgresql: null, node: null, cadvisor: null };
  const targets = {
    ...none,
    aiwatch: local(ports.aiwatch),
    prometheus: local(ports.prometheus),
    alertmanager: local(ports.alertmanager),
  };
  const config = parseConfig({
    bundle: {
      targets,
      scrapeIntervalSeconds: 1,
      evaluationIntervalSeconds: 1,
      webhookUrl: `http://${local(ports.aiwatch)}/api/v1/alertmanager`,
      notify: { pagerDuty: false, slack: null, email: null },
    },
  });
  await writeBundle(config, {
    outDir: folder,
    parts: ['prometheus', 'alertmanager'],
    check: false,
    force: false,
  });
  return {
    prometheus: join(folder, 'prometheus/prometheus.yml'),
    alertmanager: join(folder, 'alertmanager/alertmanager.yml'),
  };
}
