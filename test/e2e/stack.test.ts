import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTraffic, type Traffic } from '../../examples/traffic/traffic.ts';
import { BOARDS } from '../../src/bundle/boards/index.ts';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { buildPage } from '../../tools/panels/page.ts';
import { type RenderedDashboard, renderDashboard } from '../../tools/panels/render.ts';
import { takeScreenshot } from '../../tools/panels/screenshot.ts';
import { parseTimeRange } from '../../tools/panels/time-range.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { createServerGroup, type ServerGroup } from '../../tools/servers/server-group.ts';
import { startDeliveries } from '../../tools/stack/deliveries.ts';
import { findFreeStackPorts } from '../../tools/stack/ports.ts';
import { STACK_PROGRAMS, type Stack, startStack } from '../../tools/stack/stack.ts';
import { eventually } from '../support/eventually.ts';
import { createPrometheusApi } from '../support/prometheus-api.ts';
import { requirePrograms } from '../support/servers.ts';
import { PANELS_WITHOUT_DATA } from './panels-without-data.ts';

const programs = await requirePrograms(...STACK_PROGRAMS, 'prometheus-node-exporter', 'promtool', 'chromium');

const MINUTE_MS = 60_000;

/** Panels that failed, or have no data though nothing excuses them. */
function listEmpty({ panels }: RenderedDashboard, excused: readonly string[]): readonly string[] {
  return panels
    .filter(({ status, title }) => status === 'error' || (status === 'empty' && !excused.includes(title)))
    .map(({ title, status, message }) => `${title} (${status}: ${message})`);
}

/** Every metric of the table in aiwatch's specification, as PromQL that is above 0 once it was moved. */
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
    let lastEmpty: readonly string[] = [];
    let prometheus: ReturnType<typeof createPrometheusApi>;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'aiwatch-stack-'));
      // The embedded PostgreSQL runs as another user, where this runs as root.
      await chmod(folder, 0o711);
      group = createServerGroup();
      stack = await startStack({
        group,
        ports: await findFreeStackPorts(),
        folder,
        programOf: name => programs.get(name),
        nodeExporter: programs.get('prometheus-node-exporter'),
        modelArgs: ['--latency-factor', '0.3'],
        onOutput: line => received.push(line),
      });
      prometheus = createPrometheusApi(stack.prometheus.url);
      traffic = createTraffic({ target: stack.assistant.url, users: 4, pace: 3 });
      traffic.start();
      startDeliveries(stack.aiwatch.url, folder);
    }, 2 * MINUTE_MS);

    afterAll(async () => {
      await traffic?.stop();
      await group?.stop();
      await rm(folder, { recursive: true, force: true });
    }, MINUTE_MS);

    const findAlerts = async (name: string, state?: 'firing') =>
      (await prometheus.alerts()).filter(
        alert => alert.labels['alertname'] === name && (state === undefined || alert.state === state),
      );

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
            const up = found.filter(({ health }) => health === 'up').map(({ job }) => job);
            // A target that has not had its first scrape is neither up nor down.
            const isSettled = found.every(({ health }) => health !== 'unknown');
            return isSettled && running.every(job => up.includes(job)) ? found : undefined;
          },
          { what: 'healthy targets', timeoutMs: 2 * MINUTE_MS },
        );
        expect([...new Set(targets.map(({ health }) => health))]).toEqual(['up']);
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

    test('no alert fires in normal running', async () => {
      // Alerts on the host are about the machine that the tests run on.
      const firing = (await prometheus.alerts()).filter(({ state, labels }) => {
        return state === 'firing' && labels['job'] !== 'node';
      });
      expect(firing).toEqual([]);
    });

    // From here on, so that the alert below comes while the boards are drawn.
    describe('with a model that fails', () => {
      beforeAll(() => setFaults({ errorRate: 1 }));

      test.each(BOARDS.map(({ name }) => name))(
        'every panel of the board %s shows data, in a page that a browser draws',
        async name => {
          const dashboard: unknown = JSON.parse(
            await readFile(join(projectRoot, `grafana/dashboards/${name}.json`), 'utf8'),
          );
          const excused = Object.keys(PANELS_WITHOUT_DATA[name] ?? {});
          const rendered = await eventually(
            async () => {
              const result = await renderDashboard({
                dashboard,
                prometheusUrl: stack.prometheus.url,
                range: parseTimeRange('now-10m', 'now', Date.now()),
                variables: {},
              });
              lastEmpty = listEmpty(result, excused);
              return lastEmpty.length === 0 ? result : undefined;
            },
            { what: 'data in every panel', timeoutMs: 5 * MINUTE_MS, seen: () => lastEmpty.join(', ') },
          );
          expect(rendered.warnings).toEqual([]);
          const titles = rendered.panels.map(({ title }) => title);
          expect(excused.filter(title => !titles.includes(title))).toEqual([]);

          const htmlPath = join(folder, `${name}.html`);
          const pngPath = join(projectRoot, `build/${name}.png`);
          await writeFile(htmlPath, buildPage(rendered));
          // Rejects when a script of the page fails.
          await takeScreenshot({ htmlPath, pngPath, widthPx: 1600 });
          expect((await stat(pngPath)).size).toBeGreaterThan(50_000);
        },
        7 * MINUTE_MS,
      );
    });

    test(
      'an induced error rate fires HighErrorRate, and Alertmanager delivers it to the webhook',
      async () => {
        await setFaults({ errorRate: 1 });
        await eventually(async () => (await findAlerts('HighErrorRate', 'firing'))[0], {
          what: 'the alert',
          timeoutMs: 9 * MINUTE_MS,
        });
        const line = await eventually(
          async () => received.find(text => text.includes('FIRING HighErrorRate')),
          {
            what: 'the notification',
            timeoutMs: 2 * MINUTE_MS,
            seen: () => received.join('\n'),
          },
        );
        expect(line).toBe(
          'aiwatch: alert FIRING HighErrorRate (warning) Many requests end with a server error.',
        );
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
        const line = await eventually(
          async () => received.find(text => text.includes('RESOLVED HighErrorRate')),
          {
            what: 'the resolution',
            timeoutMs: 8 * MINUTE_MS,
            seen: () => received.join('\n'),
          },
        );
        await healthy.stop();
        expect(line).toBe(
          'aiwatch: alert RESOLVED HighErrorRate (warning) Many requests end with a server error.',
        );
        expect(await findAlerts('HighErrorRate')).toEqual([]);
      },
      10 * MINUTE_MS,
    );
  },
);
