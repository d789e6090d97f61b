import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateCommand } from '../../src/cli/generate.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aiwatch-generate-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function generate(...args: readonly string[]) {
  const printed: string[] = [];
  const env = {};
  const code = await generateCommand.run(['--out', folder, ...args], {
    env,
    print: line => printed.push(line),
  });
  return { code, printed };
}

describe('aiwatch generate', () => {
  it('writes the bundle and says what it wrote', async () => {
    const { code, printed } = await generate('--only', 'alertmanager');
    expect(code).toBe(0);
    expect(printed).toEqual([
      'wrote alertmanager/alertmanager.yml',
      'wrote alertmanager/alertmanager.docker.yml',
      'wrote alertmanager/templates/aiwatch.tmpl',
      `3 of 3 files written to ${folder}, the others were up to date.`,
    ]);
  });

  it('finds everything up to date afterwards', async () => {
    await generate();
    const { code, printed } = await generate('--check');
    expect({ code, printed }).toEqual({ code: 0, printed: ['All 11 generated files are up to date.'] });
  });

  it('lists with --check what is stale or missing, changes nothing, and fails', async () => {
    await generate('--only', 'prometheus');
    const stale = join(folder, 'prometheus/rules/alerts.yml');
    await writeFile(stale, 'groups: []\n');
    await rm(join(folder, 'prometheus/rules/recording.yml'));
    const printed: string[] = [];
    const args = ['--out', folder, '--only', 'prometheus', '--check'];
    await expect(generateCommand.run(args, { env: {}, print: line => printed.push(line) })).rejects.toThrow(
      'aiwatch generate --check: expected generated files that match the catalogue, found 2 of 4 that do not. Run npm run generate. [GENERATED_FILES_STALE]',
    );
    expect(printed).toEqual(['missing prometheus/rules/recording.yml', 'stale prometheus/rules/alerts.yml']);
    expect(await readFile(stale, 'utf8')).toBe('groups: []\n');
  });

  it('takes the settings of the file that --config names', async () => {
    const config = join(folder, 'mine.yml');
    await writeFile(config, 'bundle: { scrapeIntervalSeconds: 30 }');
    await generate('--config', config);
    expect(await readFile(join(folder, 'prometheus/prometheus.yml'), 'utf8')).toContain(
      'scrape_interval: 30s',
    );
    expect(await readFile(join(folder, 'grafana/provisioning/datasources/aiwatch.yml'), 'utf8')).toContain(
      'timeInterval: 30s',
    );
  });

  it('fills the table of settings of a document that has its markers, and leaves the rest as it is', async () => {
    await mkdir(join(folder, 'docs'));
    const document = join(folder, 'docs/configuration.md');
    await writeFile(
      document,
      'Before.\n<!-- settings: begin -->\noutdated\n<!-- settings: end -->\nAfter.\n',
    );
    await generate('--only', 'docs');
    const text = await readFile(document, 'utf8');
    expect(text).toMatch(/^Before\.\n<!-- settings: begin/);
    expect(text).toContain('| `server.port` | whole number | `4000` |');
    expect(text).toMatch(/<!-- settings: end -->\nAfter\.\n$/);
    expect(text).not.toContain('outdated');
  });
});
