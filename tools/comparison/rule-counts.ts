import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
interface RuleFile {
  readonly groups?: readonly { readonly rules: readonly Rule[] }[];
}
interface UnitTestFile {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly {
      readonly alertname: string;
      readonly exp_alerts?: readonly unknown[];
    }[];
  }[];
}

/** What is counted over rule files, their unit tests and the runbooks. */
export interface RuleCounts {
  readonly alerts: number;
  readonly records: number;
  readonly withRunbookUrl: number;
  /** Alerts whose runbook has a page in docs/runbooks. */
  readonly withRunbookPage: number;
  readonly withTexts: number;
  readonly withFor: number;
  readonly withKeepFiringFor: number;
  readonly absent: number;
  /** Alerts by severity. */
  readonly severities: Readonly<Record<string, number>>;
  readonly hasWatchdog: boolean;
  /** Alerts about the burn rate of an error budget, by their name. */
  readonly burnRates: number;
  /** Inhibition rules of Alertmanager. */
  readonly inhibitions: number;
  /** Records with a colon in their name. */
  readonly wellNamedRecords: number;
  /** Distinct names of alerts; those that some test expects to fire, and those that some test expects not to. */
  readonly names: number;
  readonly testedToFire: number;
  readonly testedNotToFire: number;
}

async function readFolder<T>(folder: string, ending: string): Promise<readonly T[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith(ending)).sort();
  return Promise.all(names.map(async name => parse(await readFile(join(folder, name), 'utf8')) as T));
}

function countBy(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** Names of the alerts that some case expects to fire, or not to fire. */
function listTested(files: readonly UnitTestFile[], isFiring: boolean): ReadonlySet<string> {
  const cases = files.flatMap(file => file.tests.flatMap(test => test.alert_rule_test ?? []));
  const wanted = cases.filter(({ exp_alerts = [] }) => exp_alerts.length > 0 === isFiring);
  return new Set(wanted.map(({ alertname }) => alertname));
}

function countAlerts(alerts: readonly Rule[], pages: readonly string[]) {
  const count = (test: (alert: Rule) => unknown) => alerts.filter(test).length;
  const annotation = (name: string) => (alert: Rule) => alert.annotations?.[name];
  return {
    alerts: alerts.length,
    withRunbookUrl: count(annotation('runbook_url')),
    withRunbookPage: count(alert =>
      pages.includes(`${annotation('runbook_url')(alert)?.split('/').at(-1)}.md`),
    ),
    withTexts: count(alert => annotation('summary')(alert) && annotation('description')(alert)),
    withFor: count(alert => alert.for),
    withKeepFiringFor: count(alert => alert.keep_firing_for),
    absent: count(alert => /\babsent(?:_over_time)?\(/.test(alert.expr)),
    severities: countBy(alerts.map(alert => alert.labels?.['severity'] ?? 'none')),
    burnRates: count(({ alert = '' }) => /Burn\d+[mhd]$/.test(alert)),
    hasWatchdog: alerts.some(alert => alert.alert === 'Watchdog'),
  };
}

async function countInhibitions(root: string): Promise<number> {
  const text = await readFile(join(root, 'alertmanager/alertmanager.yml'), 'utf8');
  const { inhibit_rules = [] } = parse(text) as { readonly inhibit_rules?: readonly unknown[] };
  return inhibit_rules.length;
}

/** Counts over prometheus/rules, prometheus/tests, docs/runbooks and alertmanager of a folder. */
export async function countRules(root: string): Promise<RuleCounts> {
  const files = await readFolder<RuleFile>(join(root, 'prometheus/rules'), '.yml');
  const tests = await readFolder<UnitTestFile>(join(root, 'prometheus/tests'), '.test.yml');
  const pages = await readdir(join(root, 'docs/runbooks')).catch(() => []);
  const rules = files.flatMap(file => file.groups?.flatMap(group => group.rules) ?? []);
  const names = [...new Set(rules.flatMap(rule => rule.alert ?? []))];
  const records = rules.filter(rule => rule.record !== undefined);
  const firing = listTested(tests, true);
  const quiet = listTested(tests, false);
  return {
    ...countAlerts(
      rules.filter(rule => rule.alert !== undefined),
      pages,
    ),
    inhibitions: await countInhibitions(root),
    records: records.length,
    wellNamedRecords: records.filter(({ record = '' }) => record.includes(':')).length,
    names: names.length,
    testedToFire: names.filter(name => firing.has(name)).length,
    testedNotToFire: names.filter(name => quiet.has(name)).length,
  };
}
