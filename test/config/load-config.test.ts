import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, parseConfig, Secret } from '../../src/config/index.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aiwatch-config-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Loads settings from a file of their own. */
async function load(yaml: string, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'aiwatch.yml');
  await writeFile(file, yaml);
  return loadConfig({ file, env });
}

describe('loadConfig', () => {
  it('has a default for everything that needs one', () => {
    const config = loadConfig({ env: {} });
    expect(config).toEqual(parseConfig({}));
    expect(config.application).toEqual({
      name: 'ai-coding-assistant',
      environment: 'production',
      labels: {},
    });
    expect(config.metrics).toEqual({ path: '/metrics', maxSeriesPerMetric: 2000, collectorTimeoutMs: 5000 });
    expect(config.server).toEqual({ host: '127.0.0.1', port: 4000, dataDir: '.aiwatch' });
    expect(config.bundle.alerts.HighErrorRate).toEqual({ enabled: true, labels: {}, annotations: {} });
  });

  it('takes settings from the file, and those of the environment before them', async () => {
    const yaml = 'application:\n  name: shop\nmetrics:\n  path: /m\nserver:\n  port: 5000\n';
    const config = await load(yaml, {
      AIWATCH_APPLICATION_NAME: 'store',
      AIWATCH_PORT: '0',
      AIWATCH_HOST: '',
      AIWATCH_DATA_DIR: '/data',
    });
    expect(config.application.name).toBe('store');
    expect(config.metrics.path).toBe('/m');
    expect(config.server).toEqual({ host: '127.0.0.1', port: 0, dataDir: '/data' });
  });

  it('reads the file that AIWATCH_CONFIG names', async () => {
    const file = join(folder, 'other.yml');
    await writeFile(file, 'application: { name: other }');
    expect(loadConfig({ env: { AIWATCH_CONFIG: file } }).application.name).toBe('other');
  });

  it('takes an empty file for one without settings', async () => {
    expect(await load('# nothing\n')).toEqual(parseConfig({}));
  });

  it('takes over what an anchor has, and what a merge key takes from it', async () => {
    const yaml = [
      'bundle:',
      '  alerts:',
      '    HighErrorRate: &slow { forSeconds: 600, severity: critical }',
      '    NoTraffic: *slow',
      '    HighResponseTime: { <<: *slow, severity: info }',
    ];
    const { alerts } = (await load(yaml.join('\n'))).bundle;
    expect(alerts.NoTraffic).toMatchObject({ forSeconds: 600, severity: 'critical' });
    expect(alerts.HighResponseTime).toMatchObject({ forSeconds: 600, severity: 'info' });
  });

  it('takes addresses of IPv6 in brackets', async () => {
    const { targets } = (await load('bundle: { targets: { application: "[::1]:3001" } }')).bundle;
    expect(targets.application).toBe('[::1]:3001');
  });

  it('is frozen, all the way down', () => {
    const config = loadConfig({ env: {} });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.bundle.targets)).toBe(true);
  });

  it('knows the example file as its own defaults', () => {
    expect(loadConfig({ file: 'aiwatch.example.yml', env: {} })).toEqual(parseConfig({}));
  });
});

describe('a secret', () => {
  it('is never printed', async () => {
    const config = await load('metrics: { token: hunter2 }');
    const { token } = config.metrics;
    expect(token?.reveal()).toBe('hunter2');
    expect(
      [inspect(config, { depth: 9 }), JSON.stringify(config), `${token}`, String(token)].join(),
    ).not.toMatch(/hunter2/);
    expect(JSON.stringify(token)).toBe('"[redacted]"');
  });

  it('comes from its file, without the newline at its end', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'hunter3\n');
    const config = loadConfig({ env: { AIWATCH_METRICS_TOKEN_FILE: tokenFile } });
    expect(config.metrics.token?.reveal()).toBe('hunter3');
  });

  it('of the environment replaces a token file of the file', async () => {
    const config = await load('metrics: { tokenFile: nowhere }', { AIWATCH_METRICS_TOKEN: 'hunter4' });
    expect(config.metrics.token).toEqual(new Secret('hunter4'));
    expect(config.metrics.token?.reveal()).toBe('hunter4');
  });
});
