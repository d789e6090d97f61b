import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildBundle } from '../../src/bundle/build-bundle.ts';
import { buildAlertsExample } from '../../src/bundle/documents/alerts-example.ts';
import { countUnitTests } from '../../src/bundle/documents/unit-tests.ts';
import { ALERTS } from '../../src/catalogue/index.ts';
import { loadConfig, parseConfig } from '../../src/config/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** The example file with the settings of all alerts, whose comment signs are taken away. */
async function uncommentAlerts(): Promise<string> {
  const example = await readFile('aiwatch.example.yml', 'utf8');
  const settings = buildAlertsExample().text.replaceAll(/^ {2}# /gm, '  ');
  return `${example.split('  # alerts: begin')[0]}${settings}\n`;
}

describe('the section of aiwatch.example.yml with all alerts', () => {
  it('has the defaults: without its comment signs it changes no file', async () => {
    const file = join(await createTemporaryFolder(), 'aiwatch.yml');
    await writeFile(file, await uncommentAlerts());
    const config = loadConfig({ file, env: {} });
    expect(config.bundle.alerts).not.toEqual(parseConfig({}).bundle.alerts);
    expect(buildBundle(config)).toEqual(buildBundle(parseConfig({})));
  });

  it('names every alert, with what its threshold is counted in', () => {
    const { text } = buildAlertsExample();
    expect(ALERTS.filter(({ name }) => !text.includes(`  #   ${name}: { enabled: true,`))).toEqual([]);
    expect(text).toContain('  #   # Responses are slow on average. The threshold is in seconds.\n');
  });
});

describe('docs/alerts.md', () => {
  it('has a row for every alert, with the link to its runbook', async () => {
    const document = await readFile('docs/alerts.md', 'utf8');
    const rows = ALERTS.filter(({ name, runbook = name }) =>
      document.includes(`| [\`${name}\`](runbooks/${runbook}.md)<br>`),
    );
    expect(rows).toEqual(ALERTS);
  });

  it('counts the cases in which an alert fires, and in which it does not', async () => {
    const root = await createTemporaryFolder();
    await mkdir(join(root, 'prometheus/tests'), { recursive: true });
    const cases = (alertname: string, ...fires: readonly boolean[]) => ({
      alert_rule_test: fires.map(isFiring => ({ alertname, exp_alerts: isFiring ? [{}] : [] })),
    });
    await writeFile(
      join(root, 'prometheus/tests/a.test.yml'),
      JSON.stringify({ tests: [cases('A', true, false, true), cases('B', false), {}] }),
    );
    await writeFile(
      join(root, 'prometheus/tests/b.test.yml'),
      JSON.stringify({ tests: [cases('A', false)] }),
    );
    expect([...(await countUnitTests(root))]).toEqual([
      ['A', { fires: 2, quiet: 2 }],
      ['B', { fires: 0, quiet: 1 }],
    ]);
  });
});
