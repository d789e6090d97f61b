import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../tools/servers/run-tool.ts';
import { ALERTMANAGER_FILES, writeAlertmanagerFiles } from '../../support/alertmanager-config.ts';
import { requirePrograms } from '../../support/servers.ts';

const programs = await requirePrograms('amtool');
/** What Alertmanager hands to templates, and how the notifications have to read. */
const NOTIFICATIONS = 'test/bundle/alertmanager/notifications';

/** Renders a template of the bundle with the data of a file. */
async function render(template: string, data: string, bundle: object = {}): Promise<string> {
  const folder = await writeAlertmanagerFiles(bundle);
  const { exitCode, stdout, stderr } = await runTool(programs.get('amtool'), [
    ...['template', 'render', `--template.glob=${join(folder, 'alertmanager/templates/*.tmpl')}`],
    `--template.data=${NOTIFICATIONS}/${data}.json`,
    `--template.type=${template === 'html' ? 'html' : 'text'}`,
    `--template.text={{ template "aiwatch.${template}" . }}`,
  ]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

describe.skipIf(programs.skip)('a notification', () => {
  it.each([
    ['firing', 'text'],
    ['firing', 'slack'],
    ['firing', 'html'],
    ['resolved', 'text'],
    ['resolved', 'slack'],
    ['resolved', 'html'],
  ])('reads as expected: %s, %s', async (data, template) => {
    const expected = await readFile(`${NOTIFICATIONS}/${data}.${template}.txt`, 'utf8');
    expect(`${await render(template, data)}\n`).toBe(expected);
  });

  it.each([
    ['firing', 'title', '[CRITICAL] TargetDown (application): 1 firing, 1 resolved'],
    ['resolved', 'title', '[RESOLVED] TargetDown (application): 1 resolved'],
    ['firing', 'color', 'danger'],
    ['resolved', 'color', 'good'],
    ['firing', 'link', 'http://localhost:9090/alerts'],
    [
      'resolved',
      'link',
      'http://localhost:3000/d/aiwatch-monitoring?var-job=application&var-instance=b%3A3001',
    ],
  ])('of alerts that are %s has the %s %s', async (data, template, expected) => {
    expect(await render(template, data)).toBe(expected);
  });

  it.each(['text', 'slack', 'html'])(
    'says which Prometheus it is from where there are several: %s',
    async template => {
      const sharing = { externalLabels: { cluster: 'local', region: 'eu' } };
      expect(await render(template, 'firing', sharing)).toContain('(critical, platform, north)');
      expect(await render(template, 'firing')).toContain('(critical, platform)');
    },
  );

  it.each(['silence', 'html'])('leads to a silence of just its alerts, in %s', async template => {
    const text = await render(template, 'firing');
    const [, filter = ''] = /silences\/new\?filter=([^"]*?%7D)/.exec(text) ?? [];
    expect(decodeURIComponent(filter)).toBe(
      '{alertname="TargetDown", job="application", note="a \\"b\\" & c+d", severity="critical", team="platform"}',
    );
  });

  it('has every template that the receivers name', async () => {
    for (const file of ALERTMANAGER_FILES) {
      const used = (await readFile(file, 'utf8')).matchAll(/template "aiwatch\.([\w.]+)"/g);
      const names = [...new Set([...used].map(match => match[1] ?? ''))];
      expect(names).not.toEqual([]);
      for (const name of names) expect(await render(name, 'firing')).not.toBe('');
    }
  });
});
