import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { AlertRule, AlertRuleGroup } from '../../src/bundle/rules/alert-rules.ts';
import { ALERTS, TEAMS } from '../../src/catalogue/index.ts';
import { EXPRESSION_CHECKS } from './lint/expression-checks.ts';
import { findSyntaxErrors, listSelectors } from './lint/expressions.ts';
import { listNodes, parsePromql } from './lint/promql-tree.ts';
import { listResultLabels } from './lint/result-labels.ts';
import { SERIES } from './lint/series.ts';
import { findUnknownNames } from './lint/target-rules.ts';

interface RecordRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}
interface RecordGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly RecordRule[];
}

const load = async <Group>(path: string) =>
  (parse(await readFile(path, 'utf8')) as { readonly groups: readonly Group[] }).groups;

const alertGroups = await load<AlertRuleGroup>('prometheus/rules/alerts.yml');
const recordGroups = await load<RecordGroup>('prometheus/rules/recording.yml');
const alertRules = alertGroups.flatMap(group => group.rules);
const recordRules = recordGroups.flatMap(group => group.rules);
const expressions = [
  ...alertRules.map(rule => ({ name: rule.alert, expr: rule.expr })),
  ...recordRules.map(rule => ({ name: rule.record, expr: rule.expr })),
];

const labelsOf = (expr: string) =>
  [...new Set(listResultLabels(parsePromql(expr), metric => SERIES.get(metric)?.labels ?? []))].sort();

describe('every expression of the rules', () => {
  it.each(expressions)('is PromQL over series that somebody exports: $name', ({ expr }) => {
    expect(findSyntaxErrors(expr)).toEqual([]);
    expect(findUnknownNames(expr)).toEqual([]);
  });

  it.each(Object.keys(EXPRESSION_CHECKS))('passes %s', check => {
    const problems = expressions.flatMap(({ name, expr }) =>
      (EXPRESSION_CHECKS[check]?.(expr) ?? []).map(problem => `${name}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });
});

/** Labels of the annotations of a rule, as far as they come from its series. */
function listTemplateLabels({ annotations }: AlertRule): readonly string[] {
  const texts = Object.values(annotations).join(' ');
  return [...texts.matchAll(/\$labels\.(\w+)/g)].map(match => match[1] ?? '');
}

/** pint's alerts/comparison: a condition compares, or asks what is there. */
const isCondition = (rule: AlertRule): boolean =>
  rule.alert === 'Watchdog' ||
  listNodes(parsePromql(rule.expr)).some(
    node =>
      (node.kind === 'binary' && ['>', '<', '==', '!=', '>=', '<=', 'unless'].includes(node.operator)) ||
      (node.kind === 'call' && node.name.startsWith('absent')),
  );

describe.each(alertRules)('the alert $alert', rule => {
  const alert = ALERTS.find(({ name }) => name === rule.alert)!;

  it('has a name, a severity, a team and a duration', () => {
    expect(rule.alert).toMatch(/^([A-Z]+[a-z0-9]+)+$/);
    expect(rule.alert.length).toBeLessThanOrEqual(40);
    const severities = rule.alert === 'Watchdog' ? ['none'] : ['critical', 'warning', 'info'];
    expect(severities).toContain(rule.labels['severity']);
    expect(TEAMS).toContain(rule.labels['team']);
    expect(rule.for).toMatch(/^\d+[smhd]$/);
    expect(JSON.stringify(rule.labels)).not.toContain('$');
  });

  it('has a fixed summary, and a description with what was found', () => {
    expect(rule.annotations['summary']).toMatch(/^[A-Z][^{}]+\.$/);
    if (rule.alert !== 'Watchdog') expect(rule.annotations['description']).toMatch(/\{\{.+\}\}/);
    expect(rule.annotations['runbook_url']).toMatch(/\/runbooks\/\w+$/);
    expect(rule.annotations['dashboard_url']).toContain(`/d/aiwatch-${alert.board}`);
  });

  it('names the labels that its series carry, and no others in its texts', () => {
    const labels = labelsOf(rule.expr);
    expect([...alert.labels].sort()).toEqual(labels);
    expect(listTemplateLabels(rule).filter(label => !labels.includes(label))).toEqual([]);
  });

  it('has a condition', () => {
    expect(isCondition(rule)).toBe(true);
  });
});

describe('the groups', () => {
  it.each([...alertGroups, ...recordGroups])('are short enough to be evaluated in time: $name', group => {
    expect(group.name.length).toBeLessThanOrEqual(40);
    expect(group.rules.length).toBeLessThanOrEqual(group.name.endsWith('-records') ? 60 : 20);
    const { interval = '1m' } = group as RecordGroup;
    expect(['15s', '30s', '1m', '2m', '3m', '4m', '5m']).toContain(interval);
  });

  it('have names of their own, and so have the rules in them', () => {
    const groups = [...alertGroups, ...recordGroups].map(({ name }) => name);
    expect(new Set(groups).size).toBe(groups.length);
    const alerts = alertRules.map(({ alert }) => alert);
    expect(new Set(alerts).size).toBe(alerts.length);
    const records = recordRules.map(({ record, labels }) => record + JSON.stringify(labels ?? {}));
    expect(new Set(records).size).toBe(records.length);
  });
});

/** Series names in the dashboards. */
async function listBoardSeries(): Promise<readonly string[]> {
  const files = (await readdir('grafana/dashboards')).map(name => `grafana/dashboards/${name}`);
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')));
  return recordRules.map(({ record }) => record).filter(record => texts.some(text => text.includes(record)));
}

describe('the recording rules', () => {
  it.each(recordRules)(
    'are named level:metric:operation, and the level is true: $record',
    ({ record, expr }) => {
      expect(record).toMatch(/^[a-z_]*:[a-z][a-z0-9_]*:[a-z0-9_]+$/);
      const [level] = record.split(':');
      const labels = labelsOf(expr);
      // Of the labels that Prometheus itself adds; a level of instances keeps the job too.
      const isOfInstance = level?.startsWith('instance') ?? false;
      const isOfJob = isOfInstance || (level?.startsWith('job') ?? false);
      expect([labels.includes('job'), labels.includes('instance')]).toEqual([isOfJob, isOfInstance]);
    },
  );

  it('are all used by an alert, a board, or another that is used', async () => {
    const used = new Set([
      ...(await listBoardSeries()),
      ...alertRules.flatMap(rule => listSelectors(rule.expr).map(({ metric }) => metric)),
    ]);
    for (const { record, expr } of [...recordRules].reverse()) {
      if (!used.has(record)) continue;
      for (const { metric } of listSelectors(expr)) used.add(metric);
    }
    expect(recordRules.map(({ record }) => record).filter(record => !used.has(record))).toEqual([]);
  });
});

/** An expression for each check that it does not pass. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  countersAreRated: ['sum(http_requests_total)', 'rate(http_requests_in_flight[5m])'],
  rangesAreLongEnough: ['rate(http_requests_total[30s])'],
  regexpsAreNeeded: ['up{job=~"application"}', 'up{job=~"^app.*"}'],
  matchersAgree: ['up{job="a", job="b"}'],
  groupedLabelsExist: ['sum by (route) (up)', 'sum without (route) (up)'],
  sidesMatch: [
    'sum by (job) (up) / (sum by (job, instance) (up) > 0)',
    'up * on (route) group_left () http_requests_in_flight',
    'up * on (job) group_left (version) http_requests_in_flight',
  ],
  divisorsAreGuarded: ['up / up', 'sum(up) / sum(up)'],
  gaugesAreDerived: ['deriv(http_requests_total[5m])'],
};

describe('the checks of expressions', () => {
  it.each(Object.keys(EXPRESSION_CHECKS))('notice what is wrong: %s', check => {
    for (const expr of BROKEN[check] ?? ['']) {
      expect(EXPRESSION_CHECKS[check]?.(expr), expr).not.toEqual([]);
    }
  });

  it.each([
    ['sum by (job) (rate(http_requests_total[5m]))', ['job']],
    ['histogram_quantile(0.9, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m])))', ['job']],
    ['absent(up{job="a", instance=~".+"})', ['job']],
    ['up unless on (job) sum by (job) (up)', ['instance', 'job']],
    ['up * on (job) group_left (version) aiwatch_build_info', ['instance', 'job', 'version']],
    ['sum by (job) (up) * on (job) max by (job) (up)', ['job']],
    ['topk(3, http_requests_in_flight)', ['instance', 'job']],
    ['vector(1)', []],
  ])('know the labels of the result of %s', (expr, labels) => {
    expect(labelsOf(expr)).toEqual(labels);
  });
});
