import { ALERTS, buildCatalogue } from '../../catalogue/index.ts';
import { parseConfig } from '../../config/index.ts';
import { buildRecords, listRecords } from '../records/index.ts';
import { type AlertRule, type AlertRuleGroup, buildAlertRules } from '../rules/alert-rules.ts';
import { type DocumentSection, renderTable } from './document-section.ts';
import type { TestCounts } from './unit-tests.ts';

const ALERTS_DOCUMENT = 'docs/alerts.md';

const HEAD = ['alert', 'condition', 'for', 'keeps firing', 'severity', 'team', 'dashboard', 'tests'];

/** A condition in one line. */
const inCode = (expr: string) => `\`${expr.replaceAll(/\s+/g, ' ')}\``;

function renderTests({ fires, quiet }: TestCounts = { fires: 0, quiet: 0 }): string {
  return `${fires} fire, ${quiet} do not`;
}

function buildAlertRow(rule: AlertRule, tests: ReadonlyMap<string, TestCounts>): readonly string[] {
  const def = ALERTS.find(alert => alert.name === rule.alert);
  const runbook = def?.runbook ?? rule.alert;
  return [
    `[\`${rule.alert}\`](runbooks/${runbook}.md)<br>${rule.annotations['summary'] ?? ''}`,
    inCode(rule.expr),
    rule.for,
    rule.keep_firing_for ?? '',
    rule.labels['severity'] ?? '',
    rule.labels['team'] ?? '',
    def?.board ?? '',
    renderTests(tests.get(rule.alert)),
  ];
}

function renderGroup({ name, rules }: AlertRuleGroup, tests: ReadonlyMap<string, TestCounts>): string {
  return `## ${name}\n\n${renderTable(
    HEAD,
    rules.map(rule => buildAlertRow(rule, tests)),
  )}\n`;
}

/** Every alert with its default settings, by group. */
export function buildAlertsTables(tests: ReadonlyMap<string, TestCounts>): DocumentSection {
  const catalogue = buildCatalogue();
  const { bundle } = parseConfig({});
  const { groups } = buildAlertRules(catalogue, buildRecords(catalogue, bundle), bundle);
  const text = groups.map(group => renderGroup(group, tests)).join('\n');
  return { path: ALERTS_DOCUMENT, name: 'alerts', text };
}

/** Every recording rule. */
export function buildRecordsTable(): DocumentSection {
  const rows = listRecords(buildRecords(buildCatalogue(), parseConfig({}).bundle)).map(
    ({ name, help, expr }) => [`\`${name}\``, help, inCode(expr.text)],
  );
  const text = renderTable(['record', 'what it says', 'expression'], rows);
  return { path: ALERTS_DOCUMENT, name: 'records', text };
}
