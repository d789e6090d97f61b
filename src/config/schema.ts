import { z } from 'zod';
import { hostAndPort, httpUrl, originUrl } from './addresses.ts';
import { alertTable } from './alert-settings.ts';
import { alertmanager } from './alertmanager.ts';
import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { customAlerts, customRecords } from './custom-rules.ts';
import { DEFAULT_TARGETS, DEFAULTS } from './defaults.ts';
import { events } from './events.ts';
import { health } from './health.ts';
import { kubernetes } from './kubernetes.ts';
import { constantLabelName, labelName } from './label-names.ts';
import { live } from './live.ts';
import { log } from './log.ts';
import { notify } from './notify.ts';
import { privacy } from './privacy.ts';
import type { Secret } from './secret.ts';
import { secret } from './secret-setting.ts';
import { security } from './security.ts';
import { sloTable } from './slos.ts';
import { store } from './store.ts';
import { webhook } from './webhook.ts';

const positiveInt = () => z.int().positive();

/** Rules take rates over five minutes, which should have four scrapes, so that one may fail. */
const MAX_SCRAPE_INTERVAL_SECONDS = 75;

/** Alerts read what was recorded last, of the last five minutes at most; of two evaluations in them one may fail. */
const MAX_EVALUATION_INTERVAL_SECONDS = 150;

const application = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z][a-zA-Z0-9 _.-]*$/, {
      error: 'a name of letters, digits, blanks, _, . and - that begins with a letter',
    })
    .default(DEFAULTS.application.name)
    .describe(
      'Name of the application. In lower case, with underscores, it begins the names of the session metrics.',
    ),
  environment: z
    .string()
    .min(1)
    .default(DEFAULTS.application.environment)
    .describe('Where it runs, e.g. production; part of the source of its events.'),
  instance: z
    .string()
    .min(1)
    .optional()
    .describe('Which of several it is; part of the source of its events. Default: host and process id.'),
  labels: z
    .record(constantLabelName(), z.string())
    .default({})
    .describe(
      'Constant labels that every exported series carries, e.g. service and component; none that a metric has.',
    ),
});

const metrics = z.strictObject({
  path: z
    .string()
    .startsWith('/', { error: 'a path that begins with /' })
    .default(DEFAULTS.metrics.path)
    .describe('Path of the exposition.'),
  token: secret()
    .optional()
    .describe('Bearer token that a scrape has to send. Required unless the server listens on loopback only.'),
  tokenFile: z.string().min(1).optional().describe('File that holds the token; instead of `token`.'),
  maxSeriesPerMetric: positiveInt()
    .default(DEFAULTS.metrics.maxSeriesPerMetric)
    .describe('Cap on the series of one metric; further label sets share one overflow series.'),
  collectorTimeoutMs: positiveInt()
    .default(DEFAULTS.metrics.collectorTimeoutMs)
    .describe('Milliseconds that a collector may take per scrape.'),
  memoryLimitBytes: positiveInt()
    .optional()
    .describe(
      'Memory that the process may use. Default: the limit of its container, or the RAM of the host.',
    ),
});

const server = z.strictObject({
  host: z.string().min(1).default(DEFAULTS.server.host).describe('Address that `aiwatch serve` listens on.'),
  port: z.int().min(0).max(65_535).default(DEFAULTS.server.port).describe('Its port; 0 takes a free one.'),
  webConfigFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File in the format of Prometheus's web.yml: the certificate of `aiwatch serve`, and its users, who may read metrics and deliver alerts and reports, by name and password. Applications do not read it.",
    ),
  trustProxy: z
    .string()
    .min(1)
    .optional()
    .describe('Addresses of reverse proxies whose `X-Forwarded-For` is believed, with commas between.'),
  publicUrl: originUrl()
    .optional()
    .describe(
      'Where people reach the server, e.g. behind a proxy: a host name without a path. Default: the address that it listens on.',
    ),
  dataDir: z
    .string()
    .min(1)
    .default(DEFAULTS.server.dataDir)
    .describe('Folder of what the server keeps over a restart, seen from the working directory.'),
  redisUrl: secret()
    .optional()
    .describe('Redis by which several servers tell each other what they have stored, a little sooner.'),
  internalSecret: secret(16)
    .optional()
    .describe(
      'What a bot says when it reports over a socket, of at least 16 characters; without it none may.',
    ),
});

const target = (job: keyof typeof DEFAULT_TARGETS, what: string) =>
  hostAndPort()
    .nullable()
    .default(DEFAULT_TARGETS[job])
    .describe(`Address of ${what}; null leaves the job out.`);

const targets = z.strictObject({
  application: target('application', 'the application'),
  aiwatch: target('aiwatch', 'the aiwatch server'),
  redis: target('redis', 'redis_exporter'),
  postgresql: target('postgresql', 'postgres_exporter'),
  node: target('node', 'node_exporter'),
  cadvisor: target('cadvisor', 'cAdvisor'),
  prometheus: target('prometheus', 'Prometheus'),
  alertmanager: target('alertmanager', 'Alertmanager'),
  pushgateway: target('pushgateway', 'a Pushgateway that pipelines report to'),
});

const otherJobs = Object.keys(DEFAULT_TARGETS).filter(job => job !== DEFAULTS.bundle.applicationJob);
const applicationJob = z
  .string()
  .min(1)
  .refine(name => !otherJobs.includes(name), { error: `none of the other jobs (${otherJobs.join(', ')})` })
  .default(DEFAULTS.bundle.applicationJob)
  .describe(
    'Scrape job of the application: the `job` label of its series, by which HighMemoryUsage finds them.',
  );

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}

const scaling = z.strictObject({
  instances: z
    .array(hostAndPort())
    .default([])
    .describe('Further instances of the application, which are scraped like the one in `bundle.targets`.'),
  remoteWriteUrl: httpUrl()
    .nullable()
    .default(DEFAULTS.bundle.scaling.remoteWriteUrl)
    .describe('Where agent.yml sends samples by remote write; null leaves the file out.'),
  remoteWriteCredentialsFile: z
    .string()
    .min(1)
    .optional()
    .describe('File with the bearer token for `remoteWriteUrl`, seen from the folder `prometheus`.'),
  remoteWriteMetrics: z
    .array(z.string().min(1).refine(isRegExp, { error: 'a regular expression' }))
    .default([])
    .describe(
      'Regular expressions of metrics that agent.yml sends too, beside those of aiwatch and those that rules and boards read; `.+` sends all.',
    ),
  federateFrom: z
    .array(hostAndPort('prometheus-eu:9090'))
    .default([...DEFAULTS.bundle.scaling.federateFrom])
    .describe('Prometheus servers whose recording rules federation.yml collects; none leaves the file out.'),
  shards: z
    .int()
    .min(1)
    .max(100)
    .default(DEFAULTS.bundle.scaling.shards)
    .describe('Prometheus servers that share the targets, one shard-<number>.yml each; 1 leaves them out.'),
});

const bundle = z.strictObject({
  targets: targets.prefault({}),
  applicationJob,
  grafanaUrl: httpUrl()
    .default(DEFAULTS.bundle.grafanaUrl)
    .describe('Grafana as people reach it; for links.'),
  prometheusUrl: httpUrl()
    .default(DEFAULTS.bundle.prometheusUrl)
    .describe('Prometheus as people reach it; for links.'),
  alertmanagerUrl: httpUrl()
    .default(DEFAULTS.bundle.alertmanagerUrl)
    .describe('Alertmanager as people reach it; for links.'),
  scrapeIntervalSeconds: positiveInt()
    .max(MAX_SCRAPE_INTERVAL_SECONDS)
    .default(DEFAULTS.bundle.scrapeIntervalSeconds)
    .describe(`Seconds between scrapes; at most ${MAX_SCRAPE_INTERVAL_SECONDS}.`),
  evaluationIntervalSeconds: positiveInt()
    .max(MAX_EVALUATION_INTERVAL_SECONDS)
    .default(DEFAULTS.bundle.evaluationIntervalSeconds)
    .describe(`Seconds between evaluations of the rules; at most ${MAX_EVALUATION_INTERVAL_SECONDS}.`),
  runbooksUrl: httpUrl()
    .default(DEFAULTS.bundle.runbooksUrl)
    .describe(
      'Where people read the runbooks; the name of the alert is added. The aiwatch server shows them.',
    ),
  externalLabels: z
    .record(labelName(), z.string())
    .default({ ...DEFAULTS.bundle.externalLabels })
    .describe('Labels that Prometheus adds to alerts and to what it sends elsewhere.'),
  credentialsFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      'File with the bearer token that Prometheus and Alertmanager send to the application and to aiwatch, seen from their configuration files.',
    ),
  webhookUrl: httpUrl()
    .nullable()
    .default(DEFAULTS.bundle.webhookUrl)
    .describe('Where Alertmanager reports every alert to; null switches that off.'),
  notify: notify.prefault({}),
  security: security.prefault({}),
  secretsDir: z
    .string()
    .min(1)
    .default(DEFAULTS.bundle.secretsDir)
    .describe('Folder of the secret files of Alertmanager, seen from the folder that it is started in.'),
  slos: sloTable.prefault({}),
  scaling: scaling.prefault({}),
  kubernetes,
  alerts: alertTable.prefault({}),
  customAlerts,
  customRecords,
});

/** The whole of aiwatch.yml: strict, every setting described, defaults filled in. */
export const configSchema = z.strictObject({
  application: application.prefault({}),
  metrics: metrics.prefault({}),
  server: server.prefault({}),
  events: events.prefault({}),
  privacy: privacy.prefault({}),
  store: store.prefault({}),
  auth: auth.prefault({}),
  audit: audit.prefault({}),
  webhook: webhook.prefault({}),
  health: health.prefault({}),
  alertmanager: alertmanager.prefault({}),
  live: live.prefault({}),
  log: log.prefault({}),
  bundle: bundle.prefault({}),
});

type DeepReadonly<T> = T extends Secret ? T : { readonly [Key in keyof T]: DeepReadonly<T[Key]> };

/** The resolved configuration: frozen, complete. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;
/** What `aiwatch generate` writes: for Prometheus, Alertmanager and Grafana, as a mixin, and for Kubernetes. */
export type BundleConfig = Config['bundle'];
