import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildBundle } from '../../src/bundle/build-bundle.ts';
import { writeBundle } from '../../src/bundle/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import type { Dashboard } from '../../src/dashboards/index.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { isDataPanel } from './lint/problem.ts';

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: object;
  readonly annotations: { readonly description: string };
}
interface Contents {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
  readonly scrape_configs: readonly { readonly job_name: string; readonly authorization?: object }[];
  readonly receivers: readonly { readonly webhook_configs?: readonly object[] }[];
}

function build(settings: object, path: string): Contents {
  const file = buildBundle(parseConfig(settings)).find(each => each.path === path);
  return parse(file?.content ?? '') as Contents;
}

const buildAlerts = (alerts: object) =>
  build({ bundle: { alerts } }, 'prometheus/rules/alerts.yml').groups.flatMap(group => group.rules);

describe('a setting of the bundle', () => {
  it('changes the threshold, duration and severity of an alert', () => {
    const changes = { threshold: 0.025, forSeconds: 90, severity: 'critical' };
    const rule = buildAlerts({ HighErrorRate: changes }).find(({ alert }) => alert === 'HighErrorRate');
    expect(rule).toMatchObject({
      expr: 'job:http_errors:ratio_rate5m > 0.025',
      for: '90s',
      labels: { severity: 'critical' },
    });
    expect(rule?.annotations.description).toContain('the limit is 2.5%.');
  });

  it('leaves out an alert, and a group that has none left', () => {
    const list = (alerts: object) => {
      const { groups } = build({ bundle: { alerts } }, 'prometheus/rules/alerts.yml');
      return groups.map(({ rules }) => rules.map(({ alert }) => alert));
    };
    const [first = [], ...others] = list({});
    expect(list({ HighErrorRate: { enabled: false } })).toEqual([
      first.filter(name => name !== 'HighErrorRate'),
      ...others,
    ]);
    expect(list(Object.fromEntries(first.map(name => [name, { enabled: false }])))).toEqual(others);
  });

  it('leaves out the scrape job of a target that is null, on the machine and in containers', () => {
    const settings = { bundle: { targets: { cadvisor: null, node: null } } };
    for (const path of ['prometheus/prometheus.yml', 'prometheus/prometheus.docker.yml']) {
      const jobs = build(settings, path).scrape_configs.map(job => job.job_name);
      expect(jobs).toEqual(['application', 'aiwatch', 'redis', 'postgresql', 'prometheus', 'alertmanager']);
    }
  });

  it('scrapes a Pushgateway where there is one, and keeps the labels of those who pushed', () => {
    const settings = { bundle: { targets: { pushgateway: 'localhost:9091' } } };
    const target = (path: string) => build(settings, path).scrape_configs.at(-1);
    expect(target('prometheus/prometheus.yml')).toEqual({
      job_name: 'pushgateway',
      honor_labels: true,
      static_configs: [{ targets: ['localhost:9091'] }],
    });
    expect(target('prometheus/prometheus.docker.yml')).toMatchObject({
      honor_labels: true,
      static_configs: [{ targets: ['pushgateway:9091'] }],
    });
  });

  it('names the job of the application, for the scrape and for the alert about its memory', () => {
    const settings = { bundle: { applicationJob: 'shop' } };
    for (const path of ['prometheus/prometheus.yml', 'prometheus/prometheus.docker.yml']) {
      const jobs = build(settings, path).scrape_configs.map(job => job.job_name);
      expect(jobs.slice(0, 2)).toEqual(['shop', 'aiwatch']);
    }
    const rules = build(settings, 'prometheus/rules/alerts.yml').groups.flatMap(group => group.rules);
    expect(rules.find(({ alert }) => alert === 'HighMemoryUsage')?.expr).toBe(
      'instance:process_memory_usage:ratio{job="shop"} > 0.8',
    );
  });

  it('sends the token of credentialsFile to the application, to aiwatch and with the webhook, to nobody else', () => {
    const settings = { bundle: { credentialsFile: '../secrets/metrics-token' } };
    const authorization = { credentials_file: '../secrets/metrics-token' };
    const jobs = build(settings, 'prometheus/prometheus.yml').scrape_configs.filter(job => job.authorization);
    expect(jobs.map(job => [job.job_name, job.authorization])).toEqual([
      ['application', authorization],
      ['aiwatch', authorization],
    ]);
    const [machine] = build(settings, 'alertmanager/alertmanager.yml').receivers;
    expect(machine?.webhook_configs).toMatchObject([{ http_config: { authorization } }]);
  });

  describe('for TLS and passwords', () => {
    const security = { tls: { serverName: 'monitoring' }, basicAuth: {}, jobs: ['aiwatch', 'alertmanager'] };
    const settings = { bundle: { security, credentialsFile: '../secrets/metrics-token' } };

    it('is for the jobs that have them, where the password goes in place of the token', () => {
      const jobs = build(settings, 'prometheus/prometheus.yml').scrape_configs;
      expect(jobs.find(job => job.job_name === 'aiwatch')).toEqual({
        job_name: 'aiwatch',
        metrics_path: '/metrics',
        scheme: 'https',
        tls_config: { ca_file: '../secrets/ca.crt', server_name: 'monitoring' },
        basic_auth: { username: 'aiwatch', password_file: '../secrets/web-password' },
        static_configs: [{ targets: ['localhost:4000'] }],
      });
      const plain = jobs.filter(job => !('scheme' in job)).map(job => job.job_name);
      expect(plain).toEqual(['application', 'redis', 'postgresql', 'node', 'cadvisor', 'prometheus']);
      expect(jobs[0]?.authorization).toEqual({ credentials_file: '../secrets/metrics-token' });
    });

    it('is for alerts on their way to Alertmanager and to aiwatch', () => {
      expect(build(settings, 'prometheus/prometheus.docker.yml')).toMatchObject({
        alerting: { alertmanagers: [{ scheme: 'https', tls_config: { ca_file: '/run/secrets/ca.crt' } }] },
      });
      const [machine] = build(settings, 'alertmanager/alertmanager.docker.yml').receivers;
      expect(machine?.webhook_configs).toEqual([
        {
          url: 'https://aiwatch:4000/api/v1/alertmanager',
          send_resolved: expect.any(Boolean) as boolean,
          http_config: {
            tls_config: { ca_file: '/run/secrets/ca.crt', server_name: 'monitoring' },
            basic_auth: { username: 'aiwatch', password_file: '/run/secrets/web-password' },
          },
        },
      ]);
    });

    it('is for Grafana, which reads the files itself', () => {
      const path = 'grafana/provisioning/datasources/aiwatch.yml';
      const { datasources } = build(settings, path) as unknown as { datasources: readonly object[] };
      expect(datasources[1]).toMatchObject({
        basicAuth: true,
        basicAuthUser: 'aiwatch',
        jsonData: { tlsAuthWithCACert: true, serverName: 'monitoring' },
        secureJsonData: {
          tlsCACert: '$__file{/run/secrets/ca.crt}',
          basicAuthPassword: '$__file{/run/secrets/web-password}',
        },
      });
      expect(datasources[0]).not.toHaveProperty('secureJsonData');
    });
  });

  it('moves the colours of the overview with the thresholds of its alerts', () => {
    const AIErrorRateHigh = { threshold: 0.3 };
    const { content = '' } =
      buildBundle(parseConfig({ bundle: { alerts: { AIErrorRateHigh } } })).find(
        ({ path }) => path === 'grafana/dashboards/overview.json',
      ) ?? {};
    const { panels } = JSON.parse(content) as Dashboard;
    const panel = panels.filter(isDataPanel).find(({ title }) => title === 'AI error rate');
    expect(panel?.fieldConfig.defaults.thresholds.steps.at(-1)).toEqual({ value: 0.3, color: 'red' });
  });

  it('gives the session metrics the name of the application', () => {
    const file = buildBundle(parseConfig({ application: { name: 'My Assistant-2' } })).find(
      each => each.path === 'grafana/dashboards/overview.json',
    );
    expect(file?.content).toContain('sum(my_assistant_2_active_sessions{');
    expect(file?.content).not.toContain('ai_coding_assistant');
  });
});

describe('writing the bundle', () => {
  it('writes what is missing or differs, and nothing the second time', async () => {
    const outDir = await createTemporaryFolder();
    const options = { outDir, parts: ['prometheus'], check: false, force: false } as const;
    const first = await writeBundle(parseConfig({}), options);
    expect(first.map(({ path, state }) => [path, state])).toEqual([
      ['prometheus/prometheus.yml', 'new'],
      ['prometheus/prometheus.docker.yml', 'new'],
      ['prometheus/rules/recording.yml', 'new'],
      ['prometheus/rules/alerts.yml', 'new'],
      ...['agent', 'federation', 'shard-0', 'shard-1', 'prometheus3'].map(name => [
        `prometheus/scaling/${name}.yml`,
        'new',
      ]),
      ['.aiwatch-bundle.json', 'new'],
    ]);
    const second = await writeBundle(parseConfig({}), options);
    expect(second.map(({ state }) => state)).toEqual(Array(10).fill('unchanged'));
    expect(await readFile(join(outDir, 'prometheus/prometheus.yml'), 'utf8')).toBe(
      await readFile('prometheus/prometheus.yml', 'utf8'),
    );
  });
});
