import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { AlertRule } from '../../src/bundle/rules/alert-rules.ts';
import { listSelectors } from '../bundle/lint/expressions.ts';

interface RecordRule {
  readonly record: string;
  readonly expr: string;
}
interface RuleFile<Rule> {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}
interface AlertCase {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}
interface UnitTest {
  readonly alert_rule_test?: readonly AlertCase[];
  readonly promql_expr_test?: readonly { readonly expr: string }[];
}

/** One file of unit tests for promtool. */
export interface RuleTestFile {
  readonly name: string;
  readonly cases: readonly AlertCase[];
  /** Expressions whose value it checks. */
  readonly expressions: readonly string[];
}

/** Where the unit tests lie. */
const RULE_TESTS = 'prometheus/tests';
const ALERT_RULES = 'prometheus/rules/alerts.yml';
const RECORDING_RULES = 'prometheus/rules/recording.yml';

/** Every file of unit tests. */
export async function loadRuleTests(): Promise<readonly RuleTestFile[]> {
  return Promise.all(
    (await readdir(RULE_TESTS)).map(async name => {
      const { tests } = parse(await readFile(join(RULE_TESTS, name), 'utf8')) as {
        readonly tests: readonly UnitTest[];
      };
      return {
        name,
        cases: tests.flatMap(test => test.alert_rule_test ?? []),
        expressions: tests.flatMap(test => test.promql_expr_test?.map(({ expr }) => expr) ?? []),
      };
    }),
  );
}

const load = async <Rule>(path: string) => parse(await readFile(path, 'utf8')) as RuleFile<Rule>;
const shippedAlerts = await load<AlertRule>(ALERT_RULES);
const shippedRecords = await load<RecordRule>(RECORDING_RULES);

function keep<Rule>({ groups }: RuleFile<Rule>, isKept: (rule: Rule) => boolean): RuleFile<Rule> {
  const kept = groups.map(group => ({ ...group, rules: group.rules.filter(isKept) }));
  return { groups: kept.filter(({ rules }) => rules.length > 0) };
}

/** The records that expressions read, and those that these read. */
function listNeeded(expressions: readonly string[]): ReadonlySet<string> {
  const needed = new Set(expressions.flatMap(expr => listSelectors(expr).map(({ metric }) => metric)));
  const records = shippedRecords.groups.flatMap(group => group.rules);
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    for (const { expr } of records.filter(({ record }) => needed.has(record))) {
      for (const { metric } of listSelectors(expr)) needed.add(metric);
    }
  }
  return needed;
}

/**
 * Puts a file of unit tests into a folder of its own, with the shipped rules that it is about: promtool evaluates all that
 * it is given at every step, and would take minutes over the others. Returns the path of the test.
 */
export async function writeRuleTest(
  parent: string,
  { name, cases, expressions }: RuleTestFile,
  change: (rule: AlertRule) => AlertRule = rule => rule,
): Promise<string> {
  const folder = await mkdtemp(join(parent, 'rules-'));
  const asked = new Set(cases.map(({ alertname }) => alertname));
  const { groups } = keep(shippedAlerts, ({ alert }) => asked.has(alert));
  const alerts = groups.map(group => ({ ...group, rules: group.rules.map(change) }));
  const read = [...expressions, ...alerts.flatMap(group => group.rules.map(({ expr }) => expr))];
  const needed = listNeeded(read);
  await mkdir(join(folder, 'prometheus/rules'), { recursive: true });
  await writeFile(join(folder, ALERT_RULES), stringify({ groups: alerts }));
  await writeFile(
    join(folder, RECORDING_RULES),
    stringify(keep(shippedRecords, ({ record }) => needed.has(record))),
  );
  await cp(join(RULE_TESTS, name), join(folder, RULE_TESTS, name));
  return join(folder, RULE_TESTS, name);
}
