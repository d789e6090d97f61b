import { SECRET_FILES } from './secret-files.ts';

/** Where each scrape job finds its target when everything runs on one machine; the usual port of each program. */
export const DEFAULT_TARGETS = {
  application: 'localhost:3001',
  aiwatch: 'localhost:4000',
  redis: 'localhost:9121',
  postgresql: 'localhost:9187',
  node: 'localhost:9100',
  cadvisor: 'localhost:8080',
  prometheus: 'localhost:9090',
  alertmanager: 'localhost:9093',
  /** Few have one: pipelines can report to the aiwatch server itself. */
  pushgateway: null,
} as const;

/** Defaults of every setting that has one, by section. */
export const DEFAULTS = {
  application: { name: 'ai-coding-assistant', environment: 'production' },
  metrics: { path: '/metrics', maxSeriesPerMetric: 2000, collectorTimeoutMs: 5000 },
  server: { host: '127.0.0.1', port: 4000, dataDir: '.aiwatch' },
  events: {
    batchSize: 100,
    // SPEC B5 allows five seconds; people are not to wait for it.
    flushInterval: '200ms',
    // About an hour without the store at 500 events a second.
    spoolMaxBytes: 2 ** 30,
  },
  privacy: {
    captureLevel: 'redacted',
    personalData: 'mask',
    anonymizeUsers: false,
    fileContents: false,
    respectDnt: true,
  },
  store: {
    maxConnections: 10,
    retentionDays: 30,
    cleanupInterval: '24h',
    rollupRetentionDays: 400,
  },
  auth: {
    // A service delivers in batches; people and pages need far less.
    requestsPerMinute: { admin: 1200, user: 1200, service: 120_000, refused: 120 },
    // A working day, and a week.
    panel: { sessionTtl: '12h', maxSessionTtl: '7d', linkTtl: '10m' },
    oidc: { scopes: ['openid', 'profile', 'email'], buttonLabel: 'Sign in with single sign-on' },
  },
  audit: { origin: 'aiwatch.local/audit', checkpointInterval: '60s' },
  // Applications that use createMonitoring() send a sample of the host every 30 seconds.
  health: { applicationSilentAfter: '5m', applicationDownAfter: '1h' },
  live: { maxConnections: 2000 },
  // A terminal is for what a person has to know.
  log: { console: false, dir: 'logs', level: 'info', fileSizeBytes: 10 * 2 ** 20, fileCount: 10 },
  bundle: {
    applicationJob: 'application',
    grafanaUrl: 'http://localhost:3000',
    prometheusUrl: 'http://localhost:9090',
    alertmanagerUrl: 'http://localhost:9093',
    runbooksUrl: 'http://localhost:4000/runbooks',
    scrapeIntervalSeconds: 15,
    evaluationIntervalSeconds: 15,
    externalLabels: { cluster: 'local' },
    webhookUrl: 'http://localhost:4000/api/v1/alertmanager',
    secretsDir: 'secrets',
    scaling: {
      // The usual port and path of a single VictoriaMetrics.
      remoteWriteUrl: 'http://localhost:8428/api/v1/write',
      federateFrom: ['localhost:9090'],
      shards: 2,
    },
  },
  kubernetes: {
    namespace: 'monitoring',
    application: {
      namespace: 'default',
      labels: { 'app.kubernetes.io/name': 'application' },
      port: 'http',
    },
    aiwatch: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'aiwatch' }, port: 'http' },
  },
  security: {
    caFile: `../secrets/${SECRET_FILES.ca}`,
    username: 'aiwatch',
    passwordFile: `../secrets/${SECRET_FILES.webPassword}`,
    // Those that read a web configuration file; redis_exporter and cAdvisor have settings of their own.
    jobs: ['aiwatch', 'postgresql', 'node', 'prometheus', 'alertmanager'],
    grafanaSecretsDir: '/run/secrets',
  },
  notify: {
    slack: { channel: '#alerts' },
    email: { to: 'oncall@example.com', from: 'aiwatch@example.com', smtpHost: 'localhost:587' },
  },
} as const;
