import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { AlertRule, AlertRuleGroup } from '../../src/bundle/alert-rules.ts';
import { buildBundle } from '../../src/bundle/build-bundle.ts';
import { ALERTS, type AlertDef, type AlertName, type AlertUnit } from '../../src/catalogue/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms } from '../support/servers.ts';

interface AlertCase {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}
interface UnitTestFile {
  readonly tests: readonly { readonly alert_rule_test?: readonly AlertCase[] }[];
}
interface RuleFile {
  readonly groups: readonly AlertRuleGroup[];
}

const programs = await requirePrograms('promtool');
/** Alerts that nothing can keep from firing: that is what they are for. */
const ALWAYS_FIRING: readonly string[] = ['Watchdog'];
const TESTS = 'prometheus/tests';
const ALERT_RULES = 'prometheus/rules/alerts.yml';
const RECORDING_RULES = 'prometheus/rules/recording.yml';

const promtool = (...args: readonly string[]) => runTool(programs.get('promtool'), args);

const testFiles = await Promise.all(
  (await readdir(TESTS)).map(async name => {
    const { tests } = parse(await readFile(join(TESTS, name), 'utf8')) as UnitTestFile;
    return { name, cases: tests.flatMap(test => test.alert_rule_test ?? []) };
  }),
);

/** The alerts that some case of a unit test expects to fire, or not to fire. */
function listTested(fires: boolean): readonly string[] {
  const cases = testFiles.flatMap(file => file.cases);
  const names = cases.filter(each => each.exp_alerts.length > 0 === fires).map(each => each.alertname);
  return [...new Set(names)].sort();
}

/** The smallest change of a threshold that its tests have to notice: things are counted in ones, all else by 2 %. */
const STEPS: Readonly<Record<AlertUnit, (threshold: number) => number>> = {
  ratio: threshold => threshold * 0.02,
  seconds: threshold => threshold * 0.02,
  per_second: threshold => threshold * 0.02,
  bytes: threshold => threshold * 0.02,
  usd: threshold => threshold * 0.02,
  burn_rate: threshold => threshold * 0.02,
  count: () => 1,
  boolean: () => 1,
};

/**
 * Alerts with other settings, in which the texts stay as they are: a test must notice the number, not its name. It has
 * only the alerts that are asked about, as promtool evaluates all that there are.
 */
function buildMutant(name: AlertName, settings: object, asked: readonly string[]): RuleFile {
  const build = (alerts: object) => {
    const files = buildBundle(parseConfig({ bundle: { alerts } }));
    return parse(files.find(({ path }) => path === ALERT_RULES)?.content ?? '') as RuleFile;
  };
  const original = build({});
  const changed = build({ [name]: settings }).groups.flatMap(group => group.rules);
  const mutate = (rule: AlertRule): AlertRule => {
    const { expr, for: duration } = changed.find(each => each.alert === rule.alert) ?? rule;
    return { ...rule, expr, for: duration };
  };
  const shipped = original.groups.map(group => ({
    ...group,
    rules: group.rules.filter(({ alert }) => asked.includes(alert)),
  }));
  const groups = shipped.map(group => ({ ...group, rules: group.rules.map(mutate) }));
  expect(groups).not.toEqual(shipped);
  return { groups: groups.filter(({ rules }) => rules.length > 0) };
}

const SECONDS_PER_MINUTE = 60;
/** Four runs of promtool, each over up to three hours of one evaluation per minute. */
const MUTATIONS_TIMEOUT_MS = 120_000;

/** Settings that differ from the shipped ones just so much that the tests of the alert have to fail. */
function listMutations({ unit, threshold, forSeconds }: AlertDef<AlertName>) {
  const thresholds =
    threshold === undefined ? [] : [threshold + STEPS[unit](threshold), threshold - STEPS[unit](threshold)];
  const durations = [forSeconds + SECONDS_PER_MINUTE, forSeconds - SECONDS_PER_MINUTE];
  return [
    ...thresholds.map(value => ({ threshold: value })),
    ...durations.filter(value => value >= 0).map(value => ({ forSeconds: value })),
  ];
}

describe.skipIf(programs.skip)('the rules in promtool', () => {
  let workDir: string;

  beforeAll(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'aiwatch-rules-'));
  });

  afterAll(() => rm(workDir, { recursive: true, force: true }));

  it('are valid, and so is the configuration that names them', async () => {
    const native = await promtool('check', 'config', 'prometheus/prometheus.yml');
    // The credentials file of the other one exists in its container only.
    const docker = await promtool('check', 'config', '--syntax-only', 'prometheus/prometheus.docker.yml');
    const rules = await promtool(
      ...['check', 'rules', '--lint=all', '--lint-fatal'],
      ...[RECORDING_RULES, ALERT_RULES],
    );
    expect([native, docker, rules].map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      Array(3).fill({ exitCode: 0, stderr: '' }),
    );
  });

  it.each(testFiles.map(({ name }) => name))('pass %s', async name => {
    const { exitCode, stdout, stderr } = await promtool('test', 'rules', join(TESTS, name));
    expect(exitCode, stdout + stderr).toBe(0);
  });

  it('are each tested to fire and not to fire, and no test names an alert that does not exist', () => {
    const all = ALERTS.map(alert => alert.name).sort();
    expect(listTested(true)).toEqual(all);
    // Nothing can keep the watchdog from firing: that is what it is for.
    expect(listTested(false)).toEqual(all.filter(name => !ALWAYS_FIRING.includes(name)));
  });

  /** Runs the tests of an alert over changed rules. */
  async function testMutant(alert: AlertDef<AlertName>, settings: object): Promise<string> {
    const folder = await mkdtemp(join(workDir, 'mutant-'));
    const files = testFiles.filter(({ cases }) => cases.some(({ alertname }) => alertname === alert.name));
    await mkdir(join(folder, 'prometheus/rules'), { recursive: true });
    await cp(RECORDING_RULES, join(folder, RECORDING_RULES));
    const asked = files.flatMap(({ cases }) => cases.map(({ alertname }) => alertname));
    await writeFile(join(folder, ALERT_RULES), stringify(buildMutant(alert.name, settings, asked)));
    await cp(TESTS, join(folder, TESTS), { recursive: true });
    const { exitCode, stdout, stderr } = await promtool(
      ...['test', 'rules', ...files.map(({ name }) => join(folder, TESTS, name))],
    );
    return exitCode === 1 && `${stdout}${stderr}`.includes(alert.name) ? 'noticed' : 'not noticed';
  }

  it.each(ALERTS)(
    'notice when the threshold or the duration of $name is changed',
    async alert => {
      const mutations = listMutations(alert);
      expect(mutations).not.toEqual([]);
      for (const settings of mutations) {
        expect({ settings, result: await testMutant(alert, settings) }).toEqual({
          settings,
          result: 'noticed',
        });
      }
    },
    MUTATIONS_TIMEOUT_MS,
  );
});
