import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRecords } from '../../src/bundle/records/index.ts';
import { type AlertRule, buildAlertRules } from '../../src/bundle/rules/alert-rules.ts';
import {
  ALERTS,
  type AlertDef,
  type AlertName,
  type AlertUnit,
  buildCatalogue,
} from '../../src/catalogue/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { loadRuleTests, writeRuleTest } from '../support/rule-tests.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('promtool');
const ruleTests = await loadRuleTests();
/** Alerts that nothing can keep from firing: that is what they are for. */
const ALWAYS_FIRING: readonly string[] = ['Watchdog'];

const promtool = (...args: readonly string[]) => runTool(programs.get('promtool'), args);

/** The alerts that some case of a unit test expects to fire, or not to fire. */
function listTested(fires: boolean): readonly string[] {
  const cases = ruleTests.flatMap(file => file.cases);
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

const catalogue = buildCatalogue();

/** An alert with other settings, in which the texts stay as they are: a test must notice the number, not its name. */
function buildMutant(name: AlertName, settings: object): (rule: AlertRule) => AlertRule {
  const { bundle } = parseConfig({ bundle: { alerts: { [name]: settings } } });
  const { groups } = buildAlertRules(catalogue, buildRecords(catalogue, bundle), bundle);
  const changed = groups.flatMap(group => group.rules).find(({ alert }) => alert === name)!;
  return rule => {
    if (rule.alert !== name) return rule;
    const mutant = { ...rule, expr: changed.expr, for: changed.for };
    expect(mutant).not.toEqual(rule);
    return mutant;
  };
}

const SECONDS_PER_MINUTE = 60;
/** Four runs of promtool, each over up to three hours of one evaluation per minute, beside other tests. */
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
      ...['prometheus/rules/recording.yml', 'prometheus/rules/alerts.yml'],
    );
    expect([native, docker, rules].map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      Array(3).fill({ exitCode: 0, stderr: '' }),
    );
  });

  it.each(ruleTests)(
    'pass $name',
    async ruleTest => {
      const path = await writeRuleTest(workDir, ruleTest);
      const { exitCode, stdout, stderr } = await promtool('test', 'rules', path);
      expect(exitCode, stdout + stderr).toBe(0);
    },
    MUTATIONS_TIMEOUT_MS,
  );

  it('are each tested to fire and not to fire, and no test names an alert that does not exist', () => {
    const all = ALERTS.map(alert => alert.name).sort();
    expect(listTested(true)).toEqual(all);
    expect(listTested(false)).toEqual(all.filter(name => !ALWAYS_FIRING.includes(name)));
  });

  /** Whether some test of the alert fails over changed rules. */
  async function isNoticed(alert: AlertDef<AlertName>, settings: object): Promise<boolean> {
    const files = ruleTests.filter(({ cases }) => cases.some(({ alertname }) => alertname === alert.name));
    const change = buildMutant(alert.name, settings);
    for (const file of files) {
      const path = await writeRuleTest(workDir, file, change);
      const { exitCode, stdout, stderr } = await promtool('test', 'rules', path);
      if (exitCode === 1 && `${stdout}${stderr}`.includes(alert.name)) return true;
    }
    return false;
  }

  it.each(ALERTS)(
    'notice when the threshold or the duration of $name is changed',
    async alert => {
      const mutations = listMutations(alert);
      expect(mutations).not.toEqual([]);
      for (const settings of mutations) {
        expect({ settings, isNoticed: await isNoticed(alert, settings) }).toEqual({
          settings,
          isNoticed: true,
        });
      }
    },
    MUTATIONS_TIMEOUT_MS,
  );
});
