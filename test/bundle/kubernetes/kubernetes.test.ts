import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { buildBundle } from '../../../src/bundle/build-bundle.ts';
import { parseConfig } from '../../../src/config/index.ts';
import { runTool } from '../../../tools/servers/run-tool.ts';
import { requirePrograms } from '../../support/servers.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { configMap, prometheusRule, serviceMonitor } from './object-schemas.ts';

const programs = await requirePrograms('promtool');

const build = (settings: object = {}) => {
  const files = buildBundle(parseConfig(settings));
  return (path: string) => files.find(file => file.path === path)?.content ?? '';
};

/** Every object of a file, checked by a schema. */
function load<Schema extends z.ZodType>(schema: Schema, content: string): readonly z.output<Schema>[] {
  return parseAllDocuments(content).map(document => schema.parse(document.toJS()));
}

const CUSTOM = {
  customAlerts: [
    {
      name: 'OrdersStopped',
      expr: 'sum(rate(orders_total[10m])) == 0',
      forSeconds: 600,
      severity: 'warning',
      summary: 'Nobody orders.',
      description: '{{ $value }} orders.',
    },
  ],
};

describe('the PrometheusRule', () => {
  it.each([
    ['no', {}],
    ['a custom', CUSTOM],
  ])('has the groups of the rule files, with %s rule', (_, bundle) => {
    const file = build({ bundle });
    const [rule, ...others] = load(prometheusRule, file('kubernetes/prometheusrule.yaml'));
    const groups = ['recording', 'alerts', 'custom'].flatMap(
      name =>
        (parse(file(`prometheus/rules/${name}.yml`)) as { groups?: readonly object[] } | null)?.groups ?? [],
    );
    expect(rule?.spec.groups).toEqual(groups);
    expect(others).toEqual([]);
    const names = rule?.spec.groups.map(({ name }) => name) ?? [];
    expect(new Set(names).size).toBe(names.length);
  });

  it.skipIf(programs.skip)('has a specification that promtool takes for a rule file', async () => {
    const [rule] = load(prometheusRule, build()('kubernetes/prometheusrule.yaml'));
    const file = join(await createTemporaryFolder(), 'rules.yml');
    await writeFile(file, JSON.stringify(rule?.spec));
    const result = await runTool(programs.get('promtool'), [
      'check',
      'rules',
      '--lint=all',
      '--lint-fatal',
      file,
    ]);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('the ServiceMonitors', () => {
  const loadMonitors = (settings: object = {}) =>
    load(serviceMonitor, build(settings)('kubernetes/servicemonitor.yaml'));

  it('scrape the application and aiwatch, under the job labels that rules and dashboards know', () => {
    const monitors = loadMonitors({ bundle: { applicationJob: 'shop' }, metrics: { path: '/stats' } });
    expect(monitors.map(({ metadata, spec }) => [metadata.name, spec.selector.matchLabels])).toEqual([
      ['aiwatch-application', { 'app.kubernetes.io/name': 'application' }],
      ['aiwatch', { 'app.kubernetes.io/name': 'aiwatch' }],
    ]);
    expect(monitors.map(({ spec }) => spec.endpoints)).toEqual(
      ['shop', 'aiwatch'].map(replacement => [
        {
          port: 'http',
          path: '/stats',
          interval: '15s',
          scrapeTimeout: '10s',
          relabelings: [{ targetLabel: 'job', replacement }],
        },
      ]),
    );
  });

  it('send the token of a secret, where there is one', () => {
    const monitors = loadMonitors({ bundle: { kubernetes: { tokenSecret: { name: 'metrics' } } } });
    const authorization = { type: 'Bearer', credentials: { name: 'metrics', key: 'token' } };
    expect(monitors.map(({ spec }) => spec.endpoints[0]?.authorization)).toEqual([
      authorization,
      authorization,
    ]);
  });

  it('leave out a target that is null', () => {
    const monitors = loadMonitors({ bundle: { targets: { aiwatch: null } } });
    expect(monitors.map(({ metadata }) => metadata.name)).toEqual(['aiwatch-application']);
  });

  it('have no file where there are none, and are not named by the kustomization then', () => {
    const file = build({ bundle: { targets: { aiwatch: null, application: null } } });
    expect(file('kubernetes/servicemonitor.yaml')).toBe('');
    expect(file('kubernetes/kustomization.yaml')).not.toContain('servicemonitor');
  });

  it('never wait longer than the interval', () => {
    const [monitor] = loadMonitors({ bundle: { scrapeIntervalSeconds: 5 } });
    expect(monitor?.spec.endpoints[0]).toMatchObject({ interval: '5s', scrapeTimeout: '5s' });
  });

  it('find services by the settings', () => {
    const application = { namespace: 'shop', labels: { app: 'shop' }, port: 'metrics' };
    const [monitor] = loadMonitors({ bundle: { kubernetes: { application } } });
    expect(monitor?.spec).toMatchObject({
      namespaceSelector: { matchNames: ['shop'] },
      selector: { matchLabels: { app: 'shop' } },
      endpoints: [{ port: 'metrics' }],
    });
  });
});

/** What an annotation may have; `kubectl apply` keeps a copy of the object in one. */
const MAX_ANNOTATION_BYTES = 262_144;

describe('the ConfigMaps of dashboards', () => {
  it('have each dashboard once, with the label by which Grafana finds it', () => {
    const file = build();
    const maps = load(configMap, file('kubernetes/dashboards.yaml'));
    const dashboards = maps.flatMap(({ data }) => Object.entries(data));
    const shipped = buildBundle(parseConfig({})).filter(({ path }) => path.startsWith('grafana/dashboards/'));
    expect(dashboards.map(([name, json]) => [name, JSON.parse(json)])).toEqual(
      shipped.map(({ path, content }) => [
        path.replace('grafana/dashboards/', 'aiwatch-'),
        JSON.parse(content),
      ]),
    );
    expect(maps.filter(({ metadata }) => metadata.labels['grafana_dashboard'] !== '1')).toEqual([]);
  });

  it('are small enough for kubectl apply', () => {
    const maps = load(configMap, build()('kubernetes/dashboards.yaml'));
    const large = maps.filter(map => Buffer.byteLength(JSON.stringify(map)) > MAX_ANNOTATION_BYTES);
    expect(large.map(({ metadata }) => metadata.name)).toEqual([]);
  });
});

describe('the objects for Kubernetes', () => {
  it('have the namespace and the labels of the settings', () => {
    const file = build({
      bundle: { kubernetes: { namespace: 'observability', labels: { release: 'prom' } } },
    });
    const objects = [
      ...load(prometheusRule, file('kubernetes/prometheusrule.yaml')),
      ...load(serviceMonitor, file('kubernetes/servicemonitor.yaml')),
      ...load(configMap, file('kubernetes/dashboards.yaml')),
    ];
    expect(objects.length).toBeGreaterThan(3);
    for (const { metadata } of objects) {
      expect(metadata).toMatchObject({ namespace: 'observability', labels: { release: 'prom' } });
    }
    expect(new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).size).toBe(
      objects.length,
    );
  });

  it('are all named by the kustomization', () => {
    const files = buildBundle(parseConfig({})).filter(({ part }) => part === 'kubernetes');
    const kustomization = files.find(({ path }) => path.endsWith('kustomization.yaml'));
    expect(parse(kustomization?.content ?? '')).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: files
        .filter(file => file !== kustomization)
        .map(({ path }) => path.replace('kubernetes/', '')),
    });
  });

  it.each([
    ['namespace', { namespace: 'My_Namespace' }],
    ['labels', { labels: { 'a b': 'c' } }],
    ['application.port', { application: { port: 'a-port-with-a-long-name' } }],
    ['tokenSecret.name', { tokenSecret: { name: 'Token' } }],
  ])('are refused with a bad %s', (key, kubernetes) => {
    expect(() => parseConfig({ bundle: { kubernetes } })).toThrow(`bundle.kubernetes.${key}`);
  });
});

describe('the settings in docs/mixin.md', () => {
  it('do what the guide says', async () => {
    const [, settings = ''] = /```yaml\n([\s\S]+?)```/.exec(await readFile('docs/mixin.md', 'utf8')) ?? [];
    const file = build(parse(settings) as object);
    const [monitor] = load(serviceMonitor, file('kubernetes/servicemonitor.yaml'));
    expect(monitor).toMatchObject({
      metadata: { namespace: 'monitoring', labels: { release: 'kube-prometheus-stack' } },
      spec: {
        namespaceSelector: { matchNames: ['shop'] },
        endpoints: [
          {
            authorization: { credentials: { name: 'shop-metrics', key: 'token' } },
            relabelings: [{ targetLabel: 'job', replacement: 'shop' }],
          },
        ],
      },
    });
    expect(file('kubernetes/prometheusrule.yaml')).toContain('https://grafana.example.com/d/aiwatch-');
  });
});
