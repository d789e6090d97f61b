import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { isAiwatchError } from '../../src/errors.ts';

const FILE = 'aiwatch.yml';
const ADVICE = 'Correct it; docs/configuration.md lists all settings. [CONFIG_INVALID]';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aiwatch-mistakes-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The message for a file with mistakes, without the folder that it lies in. */
async function messageFor(yaml: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const file = join(folder, FILE);
  await writeFile(file, yaml);
  try {
    loadConfig({ file, env });
    return 'no error';
  } catch (error) {
    return isAiwatchError(error) ? error.message.replaceAll(`${folder}/`, '') : 'no error of aiwatch';
  }
}

describe('a mistake in aiwatch.yml', () => {
  it.each([
    [
      'a misspelt setting',
      'server: { prot: 4000 }',
      `aiwatch.yml, server.prot: expected port (did you mean that?), found the unknown key prot. ${ADVICE}`,
    ],
    [
      'a misspelt section',
      'sever: {}',
      `aiwatch.yml, sever: expected server (did you mean that?), found the unknown key sever. ${ADVICE}`,
    ],
    [
      'a misspelt alert',
      'bundle: { alerts: { HighErrorRates: { enabled: false } } }',
      `aiwatch.yml, bundle.alerts.HighErrorRates: expected HighErrorRate (did you mean that?), found the unknown key HighErrorRates. ${ADVICE}`,
    ],
    [
      'a setting that resembles none',
      'server: { colour: red }',
      `aiwatch.yml, server.colour: expected one of host, port, dataDir, found the unknown key colour. ${ADVICE}`,
    ],
    [
      'text for a number',
      'server: { port: high }',
      `aiwatch.yml, server.port: expected a number, found "high" (string). ${ADVICE}`,
    ],
    [
      'a fraction for a whole number',
      'metrics: { maxSeriesPerMetric: 1.5 }',
      `aiwatch.yml, metrics.maxSeriesPerMetric: expected a whole number, found 1.5 (number). ${ADVICE}`,
    ],
    [
      'a number that is too large',
      'server: { port: 70000 }',
      `aiwatch.yml, server.port: expected a number of at most 65535, found 70000 (number). ${ADVICE}`,
    ],
    [
      'a number that is too small',
      'bundle: { scrapeIntervalSeconds: 0 }',
      `aiwatch.yml, bundle.scrapeIntervalSeconds: expected a number above 0, found 0 (number). ${ADVICE}`,
    ],
    [
      'a section that is none',
      'server: 4000',
      `aiwatch.yml, server: expected a section with settings, found 4000 (number). ${ADVICE}`,
    ],
    [
      'a file that is a list',
      '- server',
      `aiwatch.yml: expected a section with settings, found ["server"]. ${ADVICE}`,
    ],
    [
      'an empty text',
      'server: { host: "" }',
      `aiwatch.yml, server.host: expected text that is not empty, found "" (string). ${ADVICE}`,
    ],
    [
      'a name that no metric can begin with',
      'application: { name: 9lives }',
      `aiwatch.yml, application.name: expected a name that begins with a letter, found "9lives" (string). ${ADVICE}`,
    ],
    [
      'a label that is no label name',
      'application: { labels: { my-team: a } }',
      `aiwatch.yml, application.labels.my-team: expected a label name, found "my-team" (string). ${ADVICE}`,
    ],
    [
      'a label that Prometheus sets',
      'application: { labels: { job: a } }',
      `aiwatch.yml, application.labels.job: expected a label name that is not reserved (le, quantile, job, instance, __…), found "job" (string). ${ADVICE}`,
    ],
    [
      'a label that Prometheus keeps for itself',
      'application: { labels: { __team: a } }',
      `aiwatch.yml, application.labels.__team: expected a label name that is not reserved (le, quantile, job, instance, __…), found "__team" (string). ${ADVICE}`,
    ],
    [
      'a label that a metric has',
      'application: { labels: { command: a } }',
      `aiwatch.yml, application.labels.command: expected a label name that no metric uses (child_process_resident_memory_bytes has it), found "command" (string). ${ADVICE}`,
    ],
    [
      'the job of the application under the name of another',
      'bundle: { applicationJob: redis }',
      `aiwatch.yml, bundle.applicationJob: expected none of the other jobs (aiwatch, redis, postgresql, node, cadvisor, prometheus, alertmanager, pushgateway), found "redis" (string). ${ADVICE}`,
    ],
    [
      'a misspelt setting of a section that can be null',
      'bundle: { notify: { slack: { chanel: a } } }',
      `aiwatch.yml, bundle.notify.slack.chanel: expected channel (did you mean that?), found the unknown key chanel. ${ADVICE}`,
    ],
    [
      'a path without a slash',
      'metrics: { path: metrics }',
      `aiwatch.yml, metrics.path: expected a path that begins with /, found "metrics" (string). ${ADVICE}`,
    ],
    [
      'an address without a port',
      'bundle: { targets: { redis: localhost } }',
      `aiwatch.yml, bundle.targets.redis: expected host:port, e.g. localhost:3001, found "localhost" (string). ${ADVICE}`,
    ],
    [
      'a URL that is none',
      'bundle: { webhookUrl: "ftp://x" }',
      `aiwatch.yml, bundle.webhookUrl: expected an http or https URL, found "ftp://x" (string). ${ADVICE}`,
    ],
    [
      'a mail address that is none',
      'bundle: { notify: { email: { to: me } } }',
      `aiwatch.yml, bundle.notify.email.to: expected an e-mail address, found "me" (string). ${ADVICE}`,
    ],
    [
      'a severity that is none',
      'bundle: { alerts: { HighErrorRate: { severity: fatal } } }',
      `aiwatch.yml, bundle.alerts.HighErrorRate.severity: expected one of critical, warning, info, found "fatal" (string). ${ADVICE}`,
    ],
    [
      'a secret of the wrong type, which is not repeated',
      'metrics: { token: 123456 }',
      `aiwatch.yml, metrics.token: expected text, found [redacted]. ${ADVICE}`,
    ],
    [
      'a token and its file',
      'metrics: { token: a, tokenFile: b }',
      `aiwatch.yml, metrics: expected token or tokenFile, found both. ${ADVICE}`,
    ],
    [
      'YAML that is none',
      'server: [',
      'aiwatch.yml: expected valid YAML, found Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 10. Check the path and the syntax. [CONFIG_FILE_UNREADABLE]',
    ],
    [
      'a key twice',
      'server: {}\nserver: {}',
      'aiwatch.yml: expected valid YAML, found Map keys must be unique at line 2, column 1. Check the path and the syntax. [CONFIG_FILE_UNREADABLE]',
    ],
  ])('is named: %s', async (_, yaml, message) => {
    expect(await messageFor(yaml)).toBe(message);
  });

  it('is named by its variable when the environment holds it', async () => {
    expect(await messageFor('', { AIWATCH_PORT: 'high' })).toBe(
      `AIWATCH_PORT: expected a number, found "high" (string). ${ADVICE}`,
    );
  });

  it('does not hide the others', async () => {
    expect(await messageFor('server: { port: high, hots: a }\nmetrics: { path: x }')).toBe(
      [
        'aiwatch.yml: expected valid settings, found 3 problems:',
        '  aiwatch.yml, metrics.path: expected a path that begins with /, found "x" (string)',
        '  aiwatch.yml, server.port: expected a number, found "high" (string)',
        `  aiwatch.yml, server.hots: expected host (did you mean that?), found the unknown key hots. ${ADVICE}`,
      ].join('\n'),
    );
  });
});

describe('a file that cannot be read', () => {
  it('is named', () => {
    expect(() => loadConfig({ file: 'nowhere.yml', env: {} })).toThrow(
      'nowhere.yml: expected a readable file, found ENOENT. Check the path and the syntax. [CONFIG_FILE_UNREADABLE]',
    );
  });

  it('is named when it is the file of the token', () => {
    expect(() => loadConfig({ env: { AIWATCH_METRICS_TOKEN_FILE: 'nowhere' } })).toThrow(
      'metrics.tokenFile nowhere: expected a readable file, found ENOENT.',
    );
  });
});
