import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBundle } from '../../../src/bundle/build-bundle.ts';
import { renderDuration } from '../../../src/bundle/duration.ts';
import type { AlertRuleGroup } from '../../../src/bundle/rules/alert-rules.ts';
import { ALERTS } from '../../../src/catalogue/index.ts';
import { parseConfig } from '../../../src/config/index.ts';
import type { Dashboard } from '../../../src/dashboards/index.ts';
import { runTool } from '../../../tools/servers/run-tool.ts';
import { requirePrograms } from '../../support/servers.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { expandVariables, listSelectors } from '../lint/expressions.ts';

interface Rules {
  readonly groups: readonly { readonly name: string; readonly rules: readonly { readonly expr: string }[] }[];
}
interface Evaluated {
  readonly rules: Rules;
  readonly alerts: { readonly groups: readonly AlertRuleGroup[] };
  readonly dashboards: Readonly<Record<string, Dashboard>>;
}

const programs = await requirePrograms('jsonnet', 'jsonnetfmt', 'promtool');
const MIXIN = 'node_modules/aiwatch/mixin';
const IMPORT = "(import 'mixin/mixin.libsonnet')";

const build = (bundle: object) => buildBundle(parseConfig({ bundle }));
const shipped = build({});
const parseFile = (files: typeof shipped, path: string) =>
  parse(files.find(file => file.path === path)?.content ?? '') as unknown;

/** A folder as `npm install aiwatch` and `jb install ./node_modules/aiwatch/mixin` leave it. */
async function installMixin(files = shipped): Promise<string> {
  const folder = await createTemporaryFolder();
  for (const { path, content } of files.filter(({ part }) => part === 'mixin')) {
    const file = join(folder, 'node_modules/aiwatch', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await mkdir(join(folder, 'vendor'));
  await symlink(join('..', MIXIN), join(folder, 'vendor/mixin'));
  return folder;
}

/** Evaluates jsonnet in a folder with the mixin. */
async function evaluate(code: string, folder: string): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runTool(programs.get('jsonnet'), ['-J', 'vendor', '-e', code], {
    cwd: folder,
  });
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

const FIELDS = {
  rules: 'prometheusRules',
  alerts: 'prometheusAlerts',
  dashboards: 'grafanaDashboards',
} as const;
type Field = keyof typeof FIELDS;
const ALL = Object.keys(FIELDS) as Field[];

/** Some of what a changed mixin has. */
async function evaluateMixin<Name extends Field>(
  mixin: string,
  names: readonly Name[],
  files = shipped,
): Promise<Pick<Evaluated, Name>> {
  const fields = names.map(name => `${name}: m.${FIELDS[name]}`);
  const code = `local m = ${mixin}; { ${fields.join(', ')} }`;
  return (await evaluate(code, await installMixin(files))) as Pick<Evaluated, Name>;
}

const change = (config: object) => `${IMPORT} { _config+:: ${JSON.stringify(config)} }`;

const changeAlerts = (alerts: Readonly<Record<string, object>>) => {
  const changes = Object.entries(alerts).map(([name, value]) => `${name}+: ${JSON.stringify(value)}`);
  return `${IMPORT} { _config+:: { alerts+: { ${changes.join(', ')} } } }`;
};

const listExpressions = ({ groups }: Rules) => groups.flatMap(group => group.rules.map(rule => rule.expr));

function expectShipped({ rules, alerts, dashboards }: Evaluated, files: typeof shipped): void {
  const records = parseFile(files, 'prometheus/rules/recording.yml') as Rules;
  const custom = parseFile(files, 'prometheus/rules/custom.yml') as Rules | null;
  expect(rules.groups).toEqual([...records.groups, ...(custom?.groups ?? [])]);
  expect(alerts).toEqual(parseFile(files, 'prometheus/rules/alerts.yml'));
  const boards = files.filter(({ path }) => path.startsWith('grafana/dashboards/'));
  expect(dashboards).toEqual(
    Object.fromEntries(
      boards.map(({ path, content }) => [
        path.replace('grafana/dashboards/', 'aiwatch-'),
        JSON.parse(content),
      ]),
    ),
  );
}

/** Jsonnet 0.18 is slow, more so beside other tests. */
const TIMEOUT_MS = 120_000;

describe.skipIf(programs.skip)('the mixin', { timeout: TIMEOUT_MS }, () => {
  it('has, unchanged, the rules and dashboards that are shipped', async () => {
    expectShipped(await evaluateMixin(IMPORT, ALL), shipped);
  });

  it('takes its defaults from the settings', async () => {
    const files = build({
      applicationJob: 'shop "1"',
      grafanaUrl: 'https://grafana.example.com/',
      alerts: {
        HighErrorRate: { threshold: 0.07, annotations: { note: "it's 5 %" } },
        HighAICallRate: { enabled: false },
      },
      customRecords: [{ name: 'job:orders:rate5m', expr: 'sum by (job) (rate(orders_total[5m]) % 7)' }],
    });
    expectShipped(await evaluateMixin(IMPORT, ALL, files), files);
  });

  it('has hidden fields only', async () => {
    expect(await evaluate(IMPORT, await installMixin())).toEqual({});
  });

  it.each(ALL)('has an entry file for %s', async name => {
    const entry = await evaluate(`import 'mixin/${name}.jsonnet'`, await installMixin());
    expect(entry).toEqual((await evaluateMixin(IMPORT, [name]))[name]);
  });

  it('takes other settings of every alert, to the same effect as aiwatch.yml', async () => {
    const changed = ALERTS.map(({ name, threshold, forSeconds }) => ({
      name,
      // No more digits than a person writes.
      ...(threshold === undefined ? {} : { threshold: Number((threshold * 0.71).toPrecision(3)) }),
      seconds: forSeconds + 90,
    }));
    const labels = { team: 'shop' };
    const annotations = { summary: 'Another.' };
    const files = build({
      alerts: Object.fromEntries(
        changed.map(({ name, seconds, ...rest }) => [
          name,
          { ...rest, forSeconds: seconds, keepFiringForSeconds: 60, severity: 'info', labels, annotations },
        ]),
      ),
    });
    const settings = changed.map(({ name, seconds, ...rest }) => [
      name,
      { ...rest, for: renderDuration(seconds), keepFiringFor: '1m', severity: 'info', labels, annotations },
    ]);
    const { alerts } = await evaluateMixin(changeAlerts(Object.fromEntries(settings)), ['alerts']);
    expect(alerts).toEqual(parseFile(files, 'prometheus/rules/alerts.yml'));
  });

  it('takes other objectives, to the same effect as aiwatch.yml', async () => {
    const slos = {
      HttpAvailability: { objective: 0.9995, minEventsPerSecond: 0 },
      AILatency: { objective: 0.93, minEventsPerSecond: 0.125 },
    };
    const files = build({ slos });
    const changes = Object.entries(slos).map(([name, value]) => `${name}+: ${JSON.stringify(value)}`);
    const mixin = `${IMPORT} { _config+:: { slos+: { ${changes.join(', ')} } } }`;
    const { rules, alerts } = await evaluateMixin(mixin, ['rules', 'alerts']);
    expect(rules).toEqual(parseFile(files, 'prometheus/rules/recording.yml'));
    expect(alerts).toEqual(parseFile(files, 'prometheus/rules/alerts.yml'));
    expect(alerts).not.toEqual(parseFile(shipped, 'prometheus/rules/alerts.yml'));
  });

  it('says a threshold in the description as it was changed', async () => {
    const { alerts } = await evaluateMixin(
      changeAlerts({ HighErrorRate: { threshold: 0.025 }, HighResponseTime: { threshold: 0 } }),
      ['alerts'],
    );
    const descriptions = alerts.groups[0]?.rules.map(({ expr, annotations }) => [
      expr.replace(/.*> /, ''),
      annotations['description']?.replace(/.*; /, ''),
    ]);
    expect(descriptions?.slice(0, 2)).toEqual([
      ['0.025', 'the limit is 2.5%.'],
      ['0', 'the limit is 0s.'],
    ]);
  });

  it('refuses settings of an alert that does not exist', async () => {
    const misspelt = changeAlerts({ HighErorRate: { threshold: 0.1 } });
    await expect(evaluateMixin(misspelt, ['alerts'])).rejects.toThrow('there is no alert HighErorRate');
  });

  it('leaves out an alert that is switched off, and a group that has none left', async () => {
    const [group] = (await evaluateMixin(IMPORT, ['alerts'])).alerts.groups;
    const names = group?.rules.map(({ alert }) => alert) ?? [];
    const off = (alerts: readonly string[]) =>
      changeAlerts(Object.fromEntries(alerts.map(name => [name, { enabled: false }])));
    const one = await evaluateMixin(off(names.slice(0, 1)), ['alerts']);
    expect(one.alerts.groups[0]?.rules.map(({ alert }) => alert)).toEqual(names.slice(1));
    const all = await evaluateMixin(off(names), ['alerts']);
    expect(all.alerts.groups.map(({ name }) => name)).not.toContain(group?.name);
  });

  it('puts a selector into every selector of a scraped metric, and into none of a recorded series', async () => {
    const { rules, alerts } = await evaluateMixin(change({ selector: 'cluster="prod"' }), [
      'rules',
      'alerts',
    ]);
    const expressions = [...listExpressions(rules), ...listExpressions(alerts)];
    const selectors = expressions.flatMap(listSelectors);
    const [recorded, scraped] = [true, false].map(isRecorded =>
      selectors.filter(({ metric }) => metric.includes(':') === isRecorded),
    );
    expect(scraped?.filter(({ matchers }) => matchers.at(-1)?.text !== 'cluster="prod"')).toEqual([]);
    expect(
      recorded?.filter(({ matchers }) => matchers.some(({ text }) => text === 'cluster="prod"')),
    ).toEqual([]);
    expect([scraped, recorded].map(each => each?.length)).not.toContain(0);

    const before = ['recording', 'alerts'].flatMap(name =>
      listExpressions(parseFile(shipped, `prometheus/rules/${name}.yml`) as Rules),
    );
    expect(
      expressions.map(expr => expr.replaceAll('{cluster="prod"}', '').replaceAll(', cluster="prod"', '')),
    ).toEqual(before);
  });

  it('makes rules with a selector that promtool takes', async () => {
    const folder = await createTemporaryFolder();
    const { rules, alerts } = await evaluateMixin(change({ selector: 'cluster="prod", env!~"test|dev"' }), [
      'rules',
      'alerts',
    ]);
    const files = { 'rules.yml': rules, 'alerts.yml': alerts };
    for (const [name, value] of Object.entries(files)) {
      await writeFile(join(folder, name), JSON.stringify(value));
    }
    const args = ['check', 'rules', '--lint=all', '--lint-fatal', ...Object.keys(files)];
    const result = await runTool(programs.get('promtool'), args, { cwd: folder });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('puts a selector into every query of the dashboards: panels, variables, annotations', async () => {
    const { dashboards } = await evaluateMixin(change({ dashboardSelector: 'cluster=~"$cluster"' }), [
      'dashboards',
    ]);
    const { dashboards: before } = await evaluateMixin(IMPORT, ['dashboards']);
    const queries = [
      ...JSON.stringify(dashboards).matchAll(/"(?:expr|query|definition)":("(?:[^"\\]|\\.)*")/g),
    ]
      .map(match => JSON.parse(match[1] ?? '') as string)
      .filter(query => query !== 'prometheus')
      .map(query => expandVariables(query.replace(/^label_values\((.+), \w+\)$/, '$1')));
    const selectors = queries.flatMap(listSelectors).filter(({ metric }) => !metric.includes(':'));
    expect(selectors.length).toBeGreaterThan(20);
    expect(selectors.filter(({ matchers }) => matchers.at(-1)?.text !== 'cluster=~"$cluster"')).toEqual([]);
    const without = JSON.stringify(dashboards)
      .replaceAll('{cluster=~\\"$cluster\\"}', '')
      .replaceAll(', cluster=~\\"$cluster\\"', '');
    expect(JSON.parse(without)).toEqual(before);
  });

  it('has a jsonnetfile that jsonnet-bundler reads, without dependencies', async () => {
    const jsonnetfile = JSON.parse(
      await readFile(join(await installMixin(), MIXIN, 'jsonnetfile.json'), 'utf8'),
    );
    expect(jsonnetfile).toMatchObject({ version: 1, dependencies: [], legacyImports: true });
  });

  it('is formatted as jsonnetfmt would', async () => {
    const folder = join(await installMixin(), MIXIN);
    const files = shipped.filter(({ path }) => /^mixin\/.*sonnet$/.test(path));
    const args = ['--test', ...files.map(({ path }) => path.replace('mixin/', ''))];
    const result = await runTool(programs.get('jsonnetfmt'), args, { cwd: folder });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe.skipIf(programs.skip)('the example of docs/mixin.md', { timeout: TIMEOUT_MS }, () => {
  it('does what it says', async () => {
    const guide = await readFile('docs/mixin.md', 'utf8');
    const [, example = ''] = /```jsonnet\n([\s\S]+?)```/.exec(guide) ?? [];
    const { rules, alerts, dashboards } = await evaluateMixin(example, ALL);
    const found = alerts.groups.flatMap(group => group.rules);
    const find = (name: string) => found.find(({ alert }) => alert === name);
    expect(find('HighErrorRate')).toMatchObject({
      expr: 'job:http_errors:ratio_rate5m > 0.02',
      for: '10m',
      labels: { severity: 'critical', team: 'application' },
      annotations: {
        dashboard_url: expect.stringMatching(/^https:\/\/grafana\.example\.com\/d\/aiwatch-http/),
      },
    });
    expect(find('HighErrorRate')?.annotations['description']).toContain('the limit is 2%.');
    expect(find('HighResponseTime')?.labels).toEqual({ severity: 'warning', team: 'shop' });
    expect(find('HighAICallRate')).toBeUndefined();
    expect(find('HighMemoryUsage')?.expr).toContain('{job="shop"}');
    expect(listExpressions(rules)[0]).toBe('sum by (job) (rate(http_requests_total{cluster="prod"}[5m]))');
    expect(dashboards['aiwatch-overview.json']?.tags).toEqual(['aiwatch', 'shop']);
    expect(JSON.stringify(dashboards['aiwatch-overview.json'])).toContain('cluster=\\"prod\\"');
  });
});
