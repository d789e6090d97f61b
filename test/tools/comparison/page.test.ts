import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countDashboards } from '../../../tools/comparison/dashboard-counts.ts';
import { buildComparison, COMPARISON_PAGE } from '../../../tools/comparison/page.ts';
import { countRules } from '../../../tools/comparison/rule-counts.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A folder with files of JSON, which is YAML too. */
async function createFolder(files: Readonly<Record<string, unknown>>): Promise<string> {
  const root = await createTemporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), JSON.stringify(content));
  }
  return root;
}

describe('docs/comparison.md', () => {
  it('has the numbers of the generated files', async () => {
    expect(await buildComparison('.')).toBe(await readFile(COMPARISON_PAGE, 'utf8'));
  });
});

describe('countRules', () => {
  it('counts what alerts have, and which of them tests expect to fire and not to fire', async () => {
    const complete = {
      alert: 'A',
      expr: 'absent(up)',
      for: '5m',
      keep_firing_for: '1m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'S.',
        description: 'D.',
        runbook_url: 'http://localhost/A',
        dashboard_url: 'http://localhost/d/a',
      },
    };
    const bare = { alert: 'B', expr: 'up == 0', annotations: { summary: 'S.', runbook_url: 'x/B' } };
    const rules = [
      complete,
      bare,
      { ...bare, alert: 'Watchdog', labels: { severity: 'none' } },
      { ...bare, alert: 'HttpBurn6h' },
    ];
    const records = [
      { record: 'a:b:c', expr: '1' },
      { record: 'b', expr: '1' },
    ];
    const cases = [
      { alertname: 'A', exp_alerts: [{}] },
      { alertname: 'A', exp_alerts: [] },
      { alertname: 'B' },
      { alertname: 'Nobody', exp_alerts: [{}] },
    ];
    const root = await createFolder({
      'prometheus/rules/alerts.yml': { groups: [{ name: 'a', rules }] },
      'prometheus/rules/recording.yml': { groups: [{ name: 'b', rules: records }] },
      'prometheus/tests/a.test.yml': { tests: [{ alert_rule_test: cases }] },
      'docs/runbooks/A.md': '',
      'alertmanager/alertmanager.yml': { inhibit_rules: [{}, {}] },
    });
    expect(await countRules(root)).toEqual({
      alerts: 4,
      records: 2,
      withRunbookUrl: 4,
      withRunbookPage: 1,
      withTexts: 1,
      withFor: 1,
      withKeepFiringFor: 1,
      absent: 1,
      severities: { critical: 1, none: 3 },
      hasWatchdog: true,
      burnRates: 1,
      inhibitions: 2,
      wellNamedRecords: 1,
      names: 4,
      testedToFire: 1,
      testedNotToFire: 2,
    });
  });
});

describe('countDashboards', () => {
  it('counts what panels and boards have, those of collapsed rows too', async () => {
    const target = (expr: string, exemplar = false) => ({ expr, exemplar });
    const complete = {
      type: 'stat',
      description: 'D.',
      fieldConfig: { defaults: { unit: 's', noValue: '0' } },
      targets: [target('rate(a[$__rate_interval])', true), target('increase(a[5m])')],
    };
    const bare = { type: 'stat', targets: [target('up')] };
    const root = await createFolder({
      'grafana/dashboards/a.json': {
        panels: [complete, { type: 'text' }, { type: 'row', panels: [bare] }],
        links: [{}],
        templating: { list: [{ type: 'datasource' }] },
        annotations: { list: [{ builtIn: 1 }, {}] },
      },
      'grafana/dashboards/b.json': { panels: [bare], annotations: { list: [{ builtIn: 1 }] } },
    });
    expect(await countDashboards(root)).toEqual({
      boards: 2,
      panels: 3,
      withDescription: 1,
      withUnit: 1,
      withNoValue: 1,
      rates: 2,
      ratesOverInterval: 1,
      boardsWithDatasourceVariable: 1,
      boardsWithLinks: 1,
      boardsWithAnnotations: 1,
      targets: 4,
      exemplarTargets: 1,
    });
  });
});
