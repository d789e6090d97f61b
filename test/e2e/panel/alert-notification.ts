const STARTED_BEFORE_MS = 6 * 60_000;
const NOT_ENDED = '0001-01-01T00:00:00Z';

const startsAt = new Date(Date.now() - STARTED_BEFORE_MS).toISOString();

/** What the alerts of the tests say; `HighErrorRate` is one of the bundle, and the other an operator's own. */
const TEXTS = {
  HighErrorRate: {
    summary: 'Many requests end with a server error.',
    description: '12 % of the requests of the last five minutes ended with a status of 5xx.',
  },
  QueueGrows: {
    summary: 'More jobs come than are done.',
    description: '40 jobs wait, twice as many as ten minutes ago.',
  },
} as const;

/** What Alertmanager sends to a webhook about one alert: version 4 of its format. */
export function buildNotification(alertname: keyof typeof TEXTS, status: 'firing' | 'resolved') {
  const labels = { alertname, severity: 'warning', job: 'application', instance: 'localhost:3001' };
  const annotations = {
    ...TEXTS[alertname],
    runbook_url: `http://localhost:4000/runbooks/${alertname}`,
  };
  return {
    version: '4',
    groupKey: `{}:{alertname="${alertname}"}`,
    truncatedAlerts: 0,
    status,
    receiver: 'aiwatch',
    groupLabels: { alertname },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'http://localhost:9093',
    alerts: [
      {
        status,
        labels,
        annotations,
        startsAt,
        endsAt: status === 'firing' ? NOT_ENDED : new Date().toISOString(),
        generatorURL: 'http://localhost:9090/graph?g0.expr=up',
        fingerprint: Buffer.from(alertname).toString('hex').slice(0, 16),
      },
    ],
  };
}
