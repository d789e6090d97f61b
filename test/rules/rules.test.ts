import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { ALERTS } from '../../src/catalogue/index.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms } from '../support/servers.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
}
interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}
interface AlertCase {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}
interface UnitTestFile {
  readonly tests: readonly { readonly name: string; readonly alert_rule_test: readonly AlertCase[] }[];
}

const programs = await requirePrograms('promtool');
const TEST_FILES = (await readdir('test/rules')).filter(name => name.endsWith('.test.yml'));

/** Changes one alert of a rule file and leaves the rest as it is. */
function mutate(file: RuleFile, name: string, change: (rule: Rule) => Rule): RuleFile {
  const groups = file.groups.map(group => ({
    ...group,
    rules: group.rules.map(rule => (rule.alert === name ? change(rule) : rule)),
  }));
  return { ...file, groups };
}

const scaleThreshold = (factor: number) => (rule: Rule) => ({
  ...rule,
  expr: rule.expr.replace(/[\d.]+$/, threshold => String(Number(threshold) * factor)),
});

const shiftFor = (minutes: number) => (rule: Rule) => ({
  ...rule,
  for: `${Number.parseInt(rule.for, 10) + minutes}m`,
});

const MUTATIONS: readonly [string, (rule: Rule) => Rule][] = [
  ['a threshold that is 2 % higher', scaleThreshold(1.02)],
  ['a threshold that is 2 % lower', scaleThreshold(0.98)],
  ['a "for" that is one minute longer', shiftFor(1)],
  ['a "for" that is one minute shorter', shiftFor(-1)],
];

describe.skipIf(programs.skip)('the rules in promtool', () => {
  let workDir: string;

  beforeAll(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'aiwatch-rules-'));
    await mkdir(join(workDir, 'test/rules'), { recursive: true });
    await mkdir(join(workDir, 'prometheus/rules'), { recursive: true });
    await cp('prometheus/rules/recording.yml', join(workDir, 'prometheus/rules/recording.yml'));
    await Promise.all(
      TEST_FILES.map(name => cp(join('test/rules', name), join(workDir, 'test/rules', name))),
    );
  });

  afterAll(() => rm(workDir, { recursive: true, force: true }));

  const promtool = (...args: readonly string[]) => runTool(programs.get('promtool'), args);

  it('are valid, and so is the configuration that names them', async () => {
    const native = await promtool('check', 'config', 'prometheus/prometheus.yml');
    // The credentials file of the other one exists in its container only.
    const docker = await promtool('check', 'config', '--syntax-only', 'prometheus/prometheus.docker.yml');
    const rules = await promtool(
      'check',
      'rules',
      '--lint=all',
      '--lint-fatal',
      'prometheus/rules/recording.yml',
      'prometheus/rules/alerts.yml',
    );
    expect([native, docker, rules].map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      Array(3).fill({ exitCode: 0, stderr: '' }),
    );
  });

  it.each(TEST_FILES)('pass %s', async name => {
    const result = await promtool('test', 'rules', join('test/rules', name));
    expect(result).toMatchObject({ exitCode: 0 });
  });

  it('are each tested to fire and not to fire, and no test names an alert that does not exist', async () => {
    const cases: AlertCase[] = [];
    for (const name of TEST_FILES) {
      const file = parse(await readFile(join('test/rules', name), 'utf8')) as UnitTestFile;
      cases.push(...file.tests.flatMap(test => test.alert_rule_test));
    }
    const names = (fires: boolean) =>
      [
        ...new Set(cases.filter(each => each.exp_alerts.length > 0 === fires).map(each => each.alertname)),
      ].sort();
    const all = ALERTS.map(alert => alert.name).sort();
    expect(names(true)).toEqual(all);
    expect(names(false)).toEqual(all);
  });

  describe.each(ALERTS.map(alert => alert.name))('of which %s', alert => {
    it.each(MUTATIONS)('fails its tests with %s', async (_, change) => {
      const rules = parse(await readFile('prometheus/rules/alerts.yml', 'utf8')) as RuleFile;
      const mutated = mutate(rules, alert, change);
      expect(mutated).not.toEqual(rules);
      await writeFile(join(workDir, 'prometheus/rules/alerts.yml'), stringify(mutated));
      const testFile = join(workDir, 'test/rules', `${toKebab(alert)}.test.yml`);
      const result = await promtool('test', 'rules', testFile);
      expect(result.exitCode).toBe(1);
      expect(result.stdout + result.stderr).toContain(alert);
    });
  });
});

/** `HighAICallRate` is tested in `high-ai-call-rate.test.yml`. */
function toKebab(alert: string): string {
  return alert
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
