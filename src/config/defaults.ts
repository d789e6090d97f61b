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
  application: { name: 'ai-coding-assistant' },
  metrics: { path: '/metrics', maxSeriesPerMetric: 2000, collectorTimeoutMs: 5000 },
  server: { host: '127.0.0.1', port: 4000, dataDir: '.aiwatch' },
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
  },
  notify: {
    slack: { channel: '#alerts' },
    email: { to: 'oncall@example.com', from: 'aiwatch@example.com', smtpHost: 'localhost:587' },
  },
} as const;
