import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBundle } from '../../src/bundle/build-bundle.ts';
import { parseConfig } from '../../src/config/index.ts';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('amtool');
/** Every way to be told, switched off. */
const OFF = { webhookUrl: null, notify: { pagerDuty: false, slack: null, email: null } };
const FILES = ['alertmanager/alertmanager.yml', 'alertmanager/alertmanager.docker.yml'];

describe.skipIf(programs.skip)('the configuration of Alertmanager', () => {
  const amtool = (...args: readonly string[]) => runTool(programs.get('amtool'), args);

  it.each(FILES)('is valid: %s', async file => {
    expect(await amtool('check-config', file)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['critical', 'aiwatch,pagerduty,slack,email'],
    ['warning', 'aiwatch,slack,email'],
    ['info', 'aiwatch,email'],
    ['none', 'aiwatch,email'],
  ])('sends %s alerts to %s', async (severity, receivers) => {
    for (const file of FILES) {
      const result = await amtool(
        'config',
        'routes',
        'test',
        `--config.file=${file}`,
        `--verify.receivers=${receivers}`,
        'alertname=HighErrorRate',
        `severity=${severity}`,
      );
      expect(result).toMatchObject({ exitCode: 0, stdout: `${receivers}\n` });
    }
  });

  it.each([
    [
      'PagerDuty',
      { notify: { pagerDuty: false } },
      ['aiwatch,slack,email', 'aiwatch,slack,email', 'aiwatch,email'],
    ],
    ['Slack', { notify: { slack: null } }, ['aiwatch,pagerduty,email', 'aiwatch,email', 'aiwatch,email']],
    ['mail', { notify: { email: null } }, ['aiwatch,pagerduty,slack', 'aiwatch,slack', 'aiwatch']],
    ['the webhook', { webhookUrl: null }, ['pagerduty,slack,email', 'slack,email', 'email']],
    ['everything but the webhook', { notify: OFF.notify }, ['aiwatch', 'aiwatch', 'aiwatch']],
    [
      'everything but PagerDuty',
      { webhookUrl: null, notify: { slack: null, email: null } },
      ['pagerduty', 'nobody', 'nobody'],
    ],
    ['everything', OFF, ['nobody', 'nobody', 'nobody']],
  ])('without %s sends critical, warning and info alerts to the others', async (_, bundle, expected) => {
    const folder = await mkdtemp(join(tmpdir(), 'aiwatch-alertmanager-'));
    try {
      for (const path of FILES) {
        const file = join(folder, 'alertmanager.yml');
        const { content = '' } = buildBundle(parseConfig({ bundle })).find(each => each.path === path) ?? {};
        await writeFile(file, content.replace('templates/*.tmpl', 'none/*.tmpl'));
        expect(await amtool('check-config', file)).toMatchObject({ exitCode: 0, stderr: '' });
        const routes = ['critical', 'warning', 'info'].map(severity =>
          amtool('config', 'routes', 'test', `--config.file=${file}`, `severity=${severity}`),
        );
        expect((await Promise.all(routes)).map(({ stdout }) => stdout.trim())).toEqual(expected);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has a template for everything that its receivers name', async () => {
    const used = (await readFile('alertmanager/alertmanager.yml', 'utf8')).matchAll(/template "([\w.]+)"/g);
    for (const name of new Set([...used].map(match => match[1]))) {
      const result = await amtool(
        'template',
        'render',
        '--template.glob=alertmanager/templates/*.tmpl',
        `--template.text={{ template "${name}" . }}`,
      );
      expect(result).toMatchObject({ exitCode: 0 });
      expect(result.stdout.trim()).not.toBe('');
    }
  });
});

describe('the alerts', () => {
  it.each(FILES)('never hide one another: %s', async file => {
    expect(parse(await readFile(file, 'utf8'))).not.toHaveProperty('inhibit_rules');
  });
});

interface Receiver {
  readonly name: string;
  readonly [configs: string]: unknown;
}

describe('the secrets of Alertmanager', () => {
  it('are not read for a receiver that is switched off', () => {
    const files = buildBundle(parseConfig({ bundle: OFF })).filter(({ path }) => FILES.includes(path));
    expect(files.map(({ content }) => content).filter(text => text.includes('secrets/'))).toEqual([]);
    expect(files).toHaveLength(2);
  });

  it.each(FILES)('stand in files only: %s', async file => {
    const config = parse(await readFile(file, 'utf8')) as { readonly receivers: readonly Receiver[] };
    const keys = JSON.stringify(config.receivers).match(/"\w*(key|password|api_url|token|secret)\w*"/g);
    expect(keys).toEqual(['"routing_key_file"', '"api_url_file"', '"auth_password_file"']);
  });
});
