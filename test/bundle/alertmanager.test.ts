import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runTool } from '../../tools/servers/run-tool.ts';
import { requirePrograms } from '../support/servers.ts';

const programs = await requirePrograms('amtool');
const FILES = ['alertmanager/alertmanager.yml', 'alertmanager/alertmanager.docker.yml'];

describe.skipIf(programs.skip)('the configuration of Alertmanager', () => {
  const amtool = (...args: readonly string[]) => runTool(programs.get('amtool'), args);

  it.each(FILES)('is valid: %s', async file => {
    expect(await amtool('check-config', file)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it.each([
    ['critical', 'aiwatch,pagerduty,slack'],
    ['warning', 'aiwatch,slack'],
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

interface Receiver {
  readonly name: string;
  readonly [configs: string]: unknown;
}

describe('the secrets of Alertmanager', () => {
  it.each(FILES)('stand in files only: %s', async file => {
    const config = parse(await readFile(file, 'utf8')) as { readonly receivers: readonly Receiver[] };
    const keys = JSON.stringify(config.receivers).match(/"\w*(key|password|api_url|token|secret)\w*"/g);
    expect(keys).toEqual(['"routing_key_file"', '"api_url_file"', '"auth_password_file"']);
  });
});
