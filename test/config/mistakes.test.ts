import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alerts } from '../../src/catalogue/index.ts';
import { buildAlertSettings } from '../../src/config/alert-settings.ts';
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
      'a share in percent, which would never be reached',
      'bundle: { alerts: { HighErrorRate: { threshold: 5 } } }',
      `aiwatch.yml:1:38, bundle.alerts.HighErrorRate.threshold: expected a fraction of 1, e.g. 0.05 for 5 %, found 5 (number). ${ADVICE}`,
    ],
    [
      'a severity as a label',
      'bundle: { alerts: { HighErrorRate: { labels: { severity: none } } } }',
      `aiwatch.yml:1:48, bundle.alerts.HighErrorRate.labels.severity: expected the setting severity instead of a label of that name, found "severity" (string). ${ADVICE}`,
    ],
    [
      'a template that is not closed',
      "bundle: { alerts: { HighErrorRate: { annotations: { description: '{{ $value' } } } }",
      `aiwatch.yml:1:53, bundle.alerts.HighErrorRate.annotations.description: expected a template in which every {{ has its }}, found "{{ $value" (string). ${ADVICE}`,
    ],
    [
      'a function that templates do not have',
      "bundle: { alerts: { HighErrorRate: { annotations: { description: '{{ $value | percent }}' } } } }",
      `aiwatch.yml:1:53, bundle.alerts.HighErrorRate.annotations.description: expected functions of Prometheus' templates (percent is none), found "{{ $value | percent }}" (string). ${ADVICE}`,
    ],
    [
      'a regular expression that is none',
      "bundle: { scaling: { remoteWriteMetrics: ['('] } }",
      `aiwatch.yml:1:43, bundle.scaling.remoteWriteMetrics.0: expected a regular expression, found "(" (string). ${ADVICE}`,
    ],
    [
      'a misspelt setting',
      'server: { prot: 4000 }',
      `aiwatch.yml:1:11, server.prot: expected port (did you mean that?), found the unknown key prot. ${ADVICE}`,
    ],
    [
      'a misspelt section',
      'sever: {}',
      `aiwatch.yml:1:1, sever: expected server (did you mean that?), found the unknown key sever. ${ADVICE}`,
    ],
    [
      'a misspelt alert',
      'bundle: { alerts: { HighErrorRates: { enabled: false } } }',
      `aiwatch.yml:1:21, bundle.alerts.HighErrorRates: expected HighErrorRate (did you mean that?), found the unknown key HighErrorRates. ${ADVICE}`,
    ],
    [
      'a misspelt objective',
      'bundle: { slos: { HttpAvailabilty: { objective: 0.99 } } }',
      `aiwatch.yml:1:19, bundle.slos.HttpAvailabilty: expected HttpAvailability (did you mean that?), found the unknown key HttpAvailabilty. ${ADVICE}`,
    ],
    [
      'a time for an objective that has none',
      'bundle: { slos: { HttpAvailability: { thresholdSeconds: 1 } } }',
      `aiwatch.yml:1:39, bundle.slos.HttpAvailability.thresholdSeconds: expected one of enabled, objective, minEventsPerSecond, found the unknown key thresholdSeconds. ${ADVICE}`,
    ],
    [
      'an objective in percent',
      'bundle: { slos: { HttpAvailability: { objective: 99.5 } } }',
      `aiwatch.yml:1:39, bundle.slos.HttpAvailability.objective: expected a fraction between 0 and 1, e.g. 0.995, found 99.5 (number). ${ADVICE}`,
    ],
    [
      'a time that the histogram does not count',
      'bundle: { slos: { AILatency: { thresholdSeconds: 5 } } }',
      `aiwatch.yml:1:32, bundle.slos.AILatency.thresholdSeconds: expected a bound of the histogram (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68), found 5 (number). ${ADVICE}`,
    ],
    [
      'a secret that could be guessed, and is not repeated',
      'server: { internalSecret: guessable }',
      `aiwatch.yml:1:11, server.internalSecret: expected at least 16 characters, found [redacted]. ${ADVICE}`,
    ],
    [
      'a setting that resembles none',
      'server: { colour: red }',
      `aiwatch.yml:1:11, server.colour: expected one of host, port, webConfigFile, trustProxy, publicUrl, dataDir, redisUrl, internalSecret, found the unknown key colour. ${ADVICE}`,
    ],
    [
      'text for a number',
      'server: { port: high }',
      `aiwatch.yml:1:11, server.port: expected a number, found "high" (string). ${ADVICE}`,
    ],
    [
      'a fraction for a whole number',
      'metrics: { maxSeriesPerMetric: 1.5 }',
      `aiwatch.yml:1:12, metrics.maxSeriesPerMetric: expected a whole number, found 1.5 (number). ${ADVICE}`,
    ],
    [
      'a number that is too large',
      'server: { port: 70000 }',
      `aiwatch.yml:1:11, server.port: expected a number of at most 65535, found 70000 (number). ${ADVICE}`,
    ],
    [
      'a number that is too small',
      'bundle: { scrapeIntervalSeconds: 0 }',
      `aiwatch.yml:1:11, bundle.scrapeIntervalSeconds: expected a number above 0, found 0 (number). ${ADVICE}`,
    ],
    [
      'scrapes that are too far apart for the rules',
      'bundle: { scrapeIntervalSeconds: 76 }',
      `aiwatch.yml:1:11, bundle.scrapeIntervalSeconds: expected a number of at most 75, found 76 (number). ${ADVICE}`,
    ],
    [
      'evaluations so far apart that alerts would not see what was recorded',
      'bundle: { evaluationIntervalSeconds: 151 }',
      `aiwatch.yml:1:11, bundle.evaluationIntervalSeconds: expected a number of at most 150, found 151 (number). ${ADVICE}`,
    ],
    [
      'a duration of scrapes that none reaches before it is given up',
      'bundle: { scrapeIntervalSeconds: 5, alerts: { ScrapeSlow: { threshold: 5 } } }',
      `aiwatch.yml:1:61, bundle.alerts.ScrapeSlow.threshold: expected less than the 5 seconds after which a scrape is given up, found 5. ${ADVICE}`,
    ],
    [
      'a section that is none',
      'server: 4000',
      `aiwatch.yml:1:1, server: expected a section with settings, found 4000 (number). ${ADVICE}`,
    ],
    [
      'a section without settings',
      'server:\n  # port: 4000\n',
      `aiwatch.yml:1:1, server: expected a section with settings, found nothing. ${ADVICE}`,
    ],
    [
      'a file that is a list',
      '- server',
      `aiwatch.yml: expected a section with settings, found ["server"]. ${ADVICE}`,
    ],
    [
      'an empty text',
      'server: { host: "" }',
      `aiwatch.yml:1:11, server.host: expected text that is not empty, found "" (string). ${ADVICE}`,
    ],
    [
      'a name that no metric can begin with',
      'application: { name: 9lives }',
      `aiwatch.yml:1:16, application.name: expected a name of letters, digits, blanks, _, . and - that begins with a letter, found "9lives" (string). ${ADVICE}`,
    ],
    [
      'a label that is no label name',
      'application: { labels: { my-team: a } }',
      `aiwatch.yml:1:26, application.labels.my-team: expected a label name, found "my-team" (string). ${ADVICE}`,
    ],
    [
      'a label that Prometheus sets',
      'application: { labels: { job: a } }',
      `aiwatch.yml:1:26, application.labels.job: expected a label name that is not reserved (le, quantile, job, instance, __…), found "job" (string). ${ADVICE}`,
    ],
    [
      'a label that Prometheus keeps for itself',
      'application: { labels: { __team: a } }',
      `aiwatch.yml:1:26, application.labels.__team: expected a label name that is not reserved (le, quantile, job, instance, __…), found "__team" (string). ${ADVICE}`,
    ],
    [
      'a label that a metric has',
      'application: { labels: { command: a } }',
      `aiwatch.yml:1:26, application.labels.command: expected a label name that no metric uses (child_process_resident_memory_bytes has it), found "command" (string). ${ADVICE}`,
    ],
    [
      'the job of the application under the name of another',
      'bundle: { applicationJob: redis }',
      `aiwatch.yml:1:11, bundle.applicationJob: expected none of the other jobs (aiwatch, redis, postgresql, node, cadvisor, prometheus, alertmanager, pushgateway), found "redis" (string). ${ADVICE}`,
    ],
    [
      'a misspelt setting of a section that can be null',
      'bundle: { notify: { slack: { chanel: a } } }',
      `aiwatch.yml:1:30, bundle.notify.slack.chanel: expected channel (did you mean that?), found the unknown key chanel. ${ADVICE}`,
    ],
    [
      'a path without a slash',
      'metrics: { path: metrics }',
      `aiwatch.yml:1:12, metrics.path: expected a path that begins with /, found "metrics" (string). ${ADVICE}`,
    ],
    [
      'an address without a port',
      'bundle: { targets: { redis: localhost } }',
      `aiwatch.yml:1:22, bundle.targets.redis: expected host:port, e.g. localhost:3001, found "localhost" (string). ${ADVICE}`,
    ],
    [
      'a port that there is none of',
      'bundle: { targets: { redis: "localhost:91210" } }',
      `aiwatch.yml:1:22, bundle.targets.redis: expected host:port, e.g. localhost:3001, found "localhost:91210" (string). ${ADVICE}`,
    ],
    [
      'a public address with a path, below which the panel does not run',
      'server: { publicUrl: "https://example.com/aiwatch" }',
      `aiwatch.yml:1:11, server.publicUrl: expected an http or https URL without a path, found "https://example.com/aiwatch" (string). ${ADVICE}`,
    ],
    [
      'a URL for a section, which may hold a password and is not repeated',
      'store: postgres://aiwatch:secret@localhost/aiwatch',
      `aiwatch.yml:1:1, store: expected a section with settings, found [redacted]. ${ADVICE}`,
    ],
    [
      'a list for a section that has secrets',
      'alertmanager: [{ password: secret }]',
      `aiwatch.yml:1:1, alertmanager: expected a section with settings, found [redacted]. ${ADVICE}`,
    ],
    [
      'a URL that is none',
      'bundle: { webhookUrl: "ftp://x" }',
      `aiwatch.yml:1:11, bundle.webhookUrl: expected an http or https URL, found "ftp://x" (string). ${ADVICE}`,
    ],
    [
      'a mail address that is none',
      'bundle: { notify: { email: { to: me } } }',
      `aiwatch.yml:1:30, bundle.notify.email.to: expected an e-mail address, found "me" (string). ${ADVICE}`,
    ],
    [
      'a severity that is none',
      'bundle: { alerts: { HighErrorRate: { severity: fatal } } }',
      `aiwatch.yml:1:38, bundle.alerts.HighErrorRate.severity: expected one of critical, warning, info, found "fatal" (string). ${ADVICE}`,
    ],
    [
      'a secret of the wrong type, which is not repeated',
      'metrics: { token: 123456 }',
      `aiwatch.yml:1:12, metrics.token: expected text, found [redacted]. ${ADVICE}`,
    ],
    [
      'a token and its file',
      'metrics: { token: a, tokenFile: b }',
      `aiwatch.yml:1:1, metrics: expected token or tokenFile, found both. ${ADVICE}`,
    ],
    [
      'YAML that is none',
      'server: [',
      'aiwatch.yml:1:10: expected valid YAML, found Flow sequence in block collection must be sufficiently indented and end with a ]. Check the path and the syntax. [CONFIG_FILE_UNREADABLE]',
    ],
    [
      'a key twice',
      'server: {}\nserver: {}',
      `aiwatch.yml:2:1: expected every key once, found server for the second time. ${ADVICE}`,
    ],
    [
      'an alert twice',
      'bundle:\n  alerts:\n    HighErrorRate: { threshold: 0.1 }\n    HighErrorRate: { threshold: 0.2 }\n',
      `aiwatch.yml:4:5: expected every key once, found HighErrorRate for the second time. ${ADVICE}`,
    ],
    [
      'an alias of nothing',
      'server: *nothing',
      'aiwatch.yml:1:9: expected an anchor for every alias, found the alias *nothing. Check the path and the syntax. [CONFIG_FILE_UNREADABLE]',
    ],
    [
      'a threshold that is text',
      'bundle:\n  alerts:\n    HighErrorRate:\n      threshold: five\n',
      `aiwatch.yml:4:7, bundle.alerts.HighErrorRate.threshold: expected a number, found "five" (string). ${ADVICE}`,
    ],
    [
      'a misspelt severity',
      'bundle:\n  alerts:\n    HighErrorRate:\n      severity: warnign\n',
      `aiwatch.yml:4:7, bundle.alerts.HighErrorRate.severity: expected warning (did you mean that?), found "warnign" (string). ${ADVICE}`,
    ],
    [
      'a setting behind an alias',
      'bundle:\n  alerts:\n    HighErrorRate: &mine\n      forSecs: 60\n    HighResponseTime: *mine\n',
      [
        'aiwatch.yml: expected valid settings, found 2 problems:',
        '  aiwatch.yml:4:7, bundle.alerts.HighErrorRate.forSecs: expected forSeconds (did you mean that?), found the unknown key forSecs',
        `  aiwatch.yml:4:7, bundle.alerts.HighResponseTime.forSecs: expected forSeconds (did you mean that?), found the unknown key forSecs. ${ADVICE}`,
      ].join('\n'),
    ],
    [
      'a custom alert without a condition, at the alert',
      'bundle:\n  customAlerts:\n    - { name: Mine, forSeconds: 60, severity: info, summary: A., description: B. }\n',
      `aiwatch.yml:3:7, bundle.customAlerts.0.expr: expected text, found nothing. ${ADVICE}`,
    ],
    [
      'a misspelt setting of a custom alert',
      'bundle:\n  customAlerts:\n    - { name: Mine, expr: a, forSecond: 60, forSeconds: 60, severity: info, summary: A., description: B. }\n',
      `aiwatch.yml:3:30, bundle.customAlerts.0.forSecond: expected forSeconds (did you mean that?), found the unknown key forSecond. ${ADVICE}`,
    ],
    [
      'a custom alert with the name of a shipped one',
      'bundle:\n  customAlerts:\n    - name: HighErrorRate\n      expr: a\n      forSeconds: 60\n      severity: info\n      summary: A.\n      description: B.\n',
      `aiwatch.yml:3:7, bundle.customAlerts.0.name: expected a name that no alert of aiwatch has (bundle.alerts changes those), found "HighErrorRate" (string). ${ADVICE}`,
    ],
    [
      'a custom record without a colon in its name, and one that is there twice',
      'bundle:\n  customRecords:\n    - { name: orders, expr: a }\n    - { name: "a:b", expr: a }\n    - { name: "a:b", expr: c }\n',
      [
        'aiwatch.yml: expected valid settings, found 2 problems:',
        '  aiwatch.yml:3:9, bundle.customRecords.0.name: expected a name with a colon, e.g. job:orders:rate5m, found "orders" (string)',
        `  aiwatch.yml:5:9, bundle.customRecords.2.name: expected a name that is used once, found "a:b" (string). ${ADVICE}`,
      ].join('\n'),
    ],
    [
      'custom alerts that are no list',
      'bundle: { customAlerts: 5 }',
      `aiwatch.yml:1:11, bundle.customAlerts: expected a list, found 5 (number). ${ADVICE}`,
    ],
  ])('is named: %s', async (_, yaml, message) => {
    expect(await messageFor(yaml)).toBe(message);
  });

  it.each([
    'metrics.token',
    'server.redisUrl',
    'server.internalSecret',
    'events.token',
    'events.databaseUrl',
    'privacy.hashKey',
    'store.databaseUrl',
    'auth.oidc.clientSecret',
    'alertmanager.password',
    'webhook.apiKey',
    'webhook.signingSecret',
  ])('does not repeat a secret that is no text: %s', async key => {
    const yaml = key.split('.').reduceRight((inner, name) => `{ ${name}: ${inner} }`, '20261130');
    const message = await messageFor(yaml);
    expect(message).toContain(`${key}: expected text, found [redacted]`);
    expect(message).not.toContain('20261130');
  });

  it('is shown where a secret is empty, as there is nothing to hide', async () => {
    expect(await messageFor('alertmanager: { password: "" }')).toContain(
      'alertmanager.password: expected text that is not empty, found "" (string)',
    );
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
        '  aiwatch.yml:2:12, metrics.path: expected a path that begins with /, found "x" (string)',
        '  aiwatch.yml:1:11, server.port: expected a number, found "high" (string)',
        `  aiwatch.yml:1:23, server.hots: expected host (did you mean that?), found the unknown key hots. ${ADVICE}`,
      ].join('\n'),
    );
  });
});

describe('an alert that compares with nothing', () => {
  it('takes no threshold', () => {
    const { threshold: _none, ...alert } = alerts.highErrorRate;
    const result = buildAlertSettings(alert).safeParse({ threshold: 1 });
    expect(result.error?.issues).toMatchObject([
      { path: ['threshold'], message: 'no threshold, as this alert has none' },
    ]);
    expect(buildAlertSettings(alert).safeParse({ forSeconds: 60 }).success).toBe(true);
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
