import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTraffic, type Traffic } from '../../examples/traffic/traffic.ts';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { findProgram, isProgram } from '../../tools/debian/find-program.ts';
import { buildPage } from '../../tools/panels/page.ts';
import { renderDashboard } from '../../tools/panels/render.ts';
import { takeScreenshot } from '../../tools/panels/screenshot.ts';
import { parseTimeRange } from '../../tools/panels/time-range.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { createServerGroup, type ServerGroup } from '../../tools/servers/server-group.ts';
import { findFreeStackPorts } from '../../tools/stack/ports.ts';
import { STACK_PROGRAMS, type Stack, startStack } from '../../tools/stack/stack.ts';
import { eventually } from '../support/eventually.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms(...STACK_PROGRAMS, 'promtool', 'chromium');

const MINUTE_MS = 60_000;
/** Panels of the overview that show what cAdvisor exports, which does not run here. */
const WITHOUT_CADVISOR = ['CPU of containers', 'Memory of containers'];

/** Every metric of SPEC A1's table, as PromQL that is above 0 once it was moved. */
function listMovedQueries(): readonly string[] {
  const { http, ai, session, file, version, development } = buildCatalogue();
  const counters = [
    http.requests,
    ai.calls,
    ai.tokens,
    ai.errors,
    session.total,
    file.operations,
    version.operations,
    development.codeGenerations,
    development.projectsCreated,
  ];
  const histograms = [
    http.duration,
    http.requestSize,
    http.responseSize,
    ai.duration,
    session.duration,
    file.duration,
    file.size,
    version.size,
    version.duration,
  ];
  return [
    ...counters.map(({ name }) => `sum(${name}{job="application"})`),
    ...histograms.map(({ name }) => `sum(${name}_count{job="application"})`),
    `sum(${session.active.name}{job="application"})`,
  ];
}

describe.skipIf(programs.skip)(
  'the example application under traffic, with the shipped bundle around it',
  () => {
    let folder: string;
    let group: ServerGroup;
    let stack: Stack;
    let traffic: Traffic;
    const received: string[] = [];
    let prometheus: ReturnType<typeof createPrometheusApi>;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'aiwatch-stack-'));
      group = createServerGroup();
      const nodeExporter = await findProgram('prometheus-node-exporter');
      stack = await startStack({
        group,
        ports: await findFreeStackPorts(),
        folder,
        programOf: name => programs.get(name),
        nodeExporter: isProgram(nodeExporter) ? nodeExporter : undefined,
        modelArgs: ['--latency-factor', '0.3'],
        onOutput: line => received.push(line),
      });
      prometheus = createPrometheusApi(stack.prometheus.url);
      traffic = createTraffic({ target: stack.assistant.url, users: 4, pace: 3 });
      traffic.start();
    }, 2 * MINUTE_MS);

    afterAll(async () => {
      await traffic?.stop();
      await group?.stop();
      await rm(folder, { recursive: true, force: true });
    }, MINUTE_MS);

    const setFaults = async (faults: Readonly<Record<string, number>>) => {
      const response = await fetch(`${stack.modelServer.url}/admin/faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(faults),
      });
      expect(response.status).toBe(200);
    };

    test(
      'every scrape target is up',
      async () => {
        const running = ['aiwatch', 'alertmanager', 'application', 'postgresql', 'prometheus', 'redis'];
        const targets = await eventually(
          async () => {
            const found = await prometheus.targets();
            return running.every(job => found[job] === 'up') ? found : undefined;
          },
          { what: 'healthy targets', timeoutMs: 2 * MINUTE_MS },
        );
        expect([...new Set(Object.values(targets))]).toEqual(['up']);
      },
      3 * MINUTE_MS,
    );

    test.each(listMovedQueries())(
      '%s is above 0',
      async query => {
        // One shot of errors of each kind, since normal traffic has few of them.
        if (query.includes('ai_errors')) await setFaults({ errorRate: 0.3 });
        const value = await eventually(
          async () => {
            const [found = 0] = await prometheus.query(query);
            return found > 0 ? found : undefined;
          },
          { what: query, timeoutMs: 4 * MINUTE_MS },
        );
        if (query.includes('ai_errors')) await setFaults({ errorRate: 0 });
        expect(value).toBeGreaterThan(0);
      },
      5 * MINUTE_MS,
    );

    test('what the application exports passes promtool check metrics', async () => {
      const exposition = await (await fetch(`${stack.assistant.url}/metrics`)).text();
      const { stdout, stderr, exitCode } = await runTool(programs.get('promtool'), ['check', 'metrics'], {
        input: exposition,
      });
      expect({ stdout, stderr, exitCode }).toEqual({ stdout: '', stderr: '', exitCode: 0 });
    });

    test(
      'every panel of the overview shows data, in a page that a browser draws',
      async () => {
        const dashboard: unknown = JSON.parse(
          await readFile(join(projectRoot, 'grafana/dashboards/overview.json'), 'utf8'),
        );
        const render = () =>
          renderDashboard({
            dashboard,
            prometheusUrl: stack.prometheus.url,
            range: parseTimeRange('now-10m', 'now', Date.now()),
            variables: {},
          });
        const expectedEmpty = group.servers().some(({ name }) => name.includes('node-exporter'))
          ? WITHOUT_CADVISOR
          : [...WITHOUT_CADVISOR, 'CPU of the host'];
        const notOk = (panels: Awaited<ReturnType<typeof render>>['panels']) =>
          panels.filter(({ status }) => status !== 'ok').map(({ title }) => title);
        const rendered = await eventually(
          async () => {
            const result = await render();
            return notOk(result.panels).length <= expectedEmpty.length ? result : undefined;
          },
          { what: 'data in every panel', timeoutMs: 3 * MINUTE_MS },
        );
        expect(notOk(rendered.panels)).toEqual(expectedEmpty);
        expect(rendered.warnings).toEqual([]);

        const htmlPath = join(folder, 'overview.html');
        const pngPath = join(projectRoot, 'build/overview.png');
        await writeFile(htmlPath, buildPage(rendered));
        // Rejects when a script of the page fails.
        await takeScreenshot({ htmlPath, pngPath, widthPx: 1600 });
        expect((await stat(pngPath)).size).toBeGreaterThan(50_000);
      },
      5 * MINUTE_MS,
    );

    test('no default alert fires or is pending in normal running', async () => {
      const alerts = await prometheus.alerts();
      expect(alerts.filter(({ state }) => state === 'firing')).toEqual([]);
    });

    test(
      'an induced error rate fires HighErrorRate, and Alertmanager delivers it to the webhook',
      async () => {
        await setFaults({ errorRate: 1 });
        await eventually(async () => (await prometheus.alerts()).find(({ state }) => state === 'firing'), {
          what: 'a firing alert',
          timeoutMs: 9 * MINUTE_MS,
        });
        await eventually(async () => received.find(line => line.includes('alert FIRING')), {
          what: 'the notification',
          timeoutMs: 2 * MINUTE_MS,
          seen: () => received.join('\n'),
        });
        expect(received.filter(line => line.includes('alert FIRING'))).toEqual([
          'aiwatch: alert FIRING HighErrorRate (warning) Many requests end with a server error.',
        ]);
        const [count] = await eventually(
          async () => {
            const values = await prometheus.query('sum(aiwatch_alerts_received_total{status="firing"})');
            return values[0] ? values : undefined;
          },
          { what: 'the count of alerts', timeoutMs: MINUTE_MS },
        );
        expect(count).toBeGreaterThanOrEqual(1);
      },
      12 * MINUTE_MS,
    );

    test(
      'after recovery it resolves, and Alertmanager says so',
      async () => {
        await setFaults({ errorRate: 0 });
        const healthy = createTraffic({
          target: stack.assistant.url,
          users: 20,
          pace: 50,
          scenario: 'healthy',
          seed: 'recovery',
        });
        healthy.start();
        const line = await eventually(async () => received.find(text => text.includes('alert RESOLVED')), {
          what: 'the resolution',
          timeoutMs: 8 * MINUTE_MS,
          seen: () => received.join('\n'),
        });
        await healthy.stop();
        expect(line).toBe(
          'aiwatch: alert RESOLVED HighErrorRate (warning) Many requests end with a server error.',
        );
        expect(await prometheus.alerts()).toEqual([]);
      },
      10 * MINUTE_MS,
    );
  },
);
