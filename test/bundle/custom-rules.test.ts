import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBundle } from '../../src/bundle/build-bundle.ts';
import { parseConfig } from '../../src/config/index.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const programs = await requirePrograms('promtool');
const CUSTOM_RULES = 'prometheus/rules/custom.yml';

const ALERT = {
  name: 'OrdersStopped',
  expr: 'job:orders:rate5m == 0',
  forSeconds: 600,
  severity: 'warning',
  summary: 'Nobody orders anything.',
  description: '{{ $labels.job }} has had no orders for 10 minutes.',
};
const COMPLETE_ALERT = {
  ...ALERT,
  name: 'OrdersSlow',
  keepFiringForSeconds: 300,
  team: 'shop',
  labels: { tier: 'a' },
  annotations: { owner: 'b' },
  runbookUrl: 'https://wiki.example.com/orders',
  dashboardUrl: 'https://grafana.example.com/d/orders?var-job={{ $labels.job }}',
};
const RECORD = { name: 'job:orders:rate5m', expr: 'sum by (job) (rate(orders_total[5m]))' };

const build = (bundle: object) =>
  buildBundle(parseConfig({ bundle })).find(({ path }) => path === CUSTOM_RULES)?.content;

describe('rules of the user', () => {
  it('are a file of their own, which is not there without them', () => {
    expect(build({})).toBeUndefined();
    const content = build({ customAlerts: [ALERT, COMPLETE_ALERT], customRecords: [RECORD] });
    expect(parse(content ?? '')).toEqual({
      groups: [
        { name: 'aiwatch-custom-records', rules: [{ record: RECORD.name, expr: RECORD.expr }] },
        {
          name: 'aiwatch-custom',
          rules: [
            {
              alert: 'OrdersStopped',
              expr: ALERT.expr,
              for: '10m',
              labels: { severity: 'warning', team: 'application' },
              annotations: { summary: ALERT.summary, description: ALERT.description },
            },
            {
              alert: 'OrdersSlow',
              expr: ALERT.expr,
              for: '10m',
              keep_firing_for: '5m',
              labels: { severity: 'warning', team: 'shop', tier: 'a' },
              annotations: {
                summary: ALERT.summary,
                description: ALERT.description,
                runbook_url: COMPLETE_ALERT.runbookUrl,
                dashboard_url: COMPLETE_ALERT.dashboardUrl,
                owner: 'b',
              },
            },
          ],
        },
      ],
    });
  });

  it.skipIf(programs.skip)('are valid for promtool, together with the shipped ones', async () => {
    const file = join(await createTemporaryFolder(), 'custom.yml');
    const customRecords = [{ ...RECORD, labels: { source: 'shop' } }];
    await writeFile(file, build({ customAlerts: [ALERT, COMPLETE_ALERT], customRecords }) ?? '');
    const { exitCode, stdout, stderr } = await runTool(programs.get('promtool'), [
      ...['check', 'rules', '--lint=all', '--lint-fatal'],
      ...[file, 'prometheus/rules/alerts.yml', 'prometheus/rules/recording.yml'],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('3 rules found');
  });

  it('are refused with the place of the mistake in the expression', () => {
    expect(() => build({ customRecords: [{ ...RECORD, expr: 'sum by job (a)' }] })).toThrow(
      [
        'configuration, bundle.customRecords.0.expr: expected valid PromQL, found a mistake in line 1, column 8 of the expression. Correct the expression. [PROMQL_INVALID]',
        '  sum by job (a)',
        '         ^',
      ].join('\n'),
    );
  });

  it('do not take the name of a shipped record', () => {
    expect(() => build({ customRecords: [{ ...RECORD, name: 'job:http_errors:ratio_rate5m' }] })).toThrow(
      'configuration, bundle.customRecords.0.name: expected a name that no rule of aiwatch has, found job:http_errors:ratio_rate5m. Choose another name. [RULE_NAME_TAKEN]',
    );
  });
});
