import type { TimelineAnswer } from '../../../src/api/analytics.ts';
import type { DashboardAnswer } from '../../../src/api/dashboard.ts';
import type { HealthPart, HealthReport } from '../../../src/api/health.ts';
import type { CurrentAlert, Incident } from '../../../src/api/incidents.ts';
import type { ApiEvent } from '../../../src/api/live.ts';
import type { PanelAnswer } from '../../../src/api/panel.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** So long before now, ISO 8601. */
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const SOURCE = { application: 'assistant', environment: 'production', instance: 'web-1' };

let count = 0;

/** An event as the server lists it. */
export function buildEvent(fields: Partial<ApiEvent> = {}): ApiEvent {
  count++;
  return {
    id: `event_${String(count).padStart(6, '0')}`,
    sessionId: 'session_7f3a',
    userId: 'user_eng001',
    type: 'chat',
    event: 'message',
    data: {
      userMessage: `Question ${count}`,
      assistantResponse: 'An answer',
      model: 'gemini-2.0-flash',
      duration: 1240,
    },
    timestamp: new Date().toISOString(),
    source: SOURCE,
    ...fields,
  };
}

const QUESTIONS = [
  'Why does the build of the checkout service fail since this morning?',
  'Write a migration that splits the address column',
  'Summarise the incident of last night in three sentences',
  'Which of our endpoints have no rate limit?',
  'Add a retry with backoff to the payment client',
];

/** Some of everything, the newest first, two or three a minute. */
export function buildHistory(): readonly ApiEvent[] {
  return Array.from({ length: 40 }, (_, index) => {
    const timestamp = ago(index * 25_000 + 4000);
    const userId = `user_eng00${(index * 7) % 6}`;
    const sessionId = `session_${((index * 7) % 6) + 10}`;
    const shared = { timestamp, userId, sessionId };
    if (index % 11 === 7) {
      const data = {
        errorType: 'RateLimitError',
        message: 'The provider answered 429: too many requests',
        stack: 'RateLimitError: 429',
      };
      return buildEvent({ ...shared, type: 'error', event: 'error', data });
    }
    if (index % 4 === 1) {
      const toolName = ['readFile', 'shell', 'searchCode'][index % 3]!;
      const data = {
        toolName,
        args: { path: 'src/checkout.ts' },
        result: index % 8 === 5 ? 'error' : 'success',
        executionTime: 40 + index * 9,
      };
      return buildEvent({ ...shared, type: 'tool', event: 'execution', data });
    }
    if (index % 13 === 3)
      return buildEvent({
        ...shared,
        type: 'session',
        event: 'created',
        data: { config: { model: 'gemini-2.0-flash' } },
      });
    if (index % 5 === 2) {
      const data = { method: 'POST', path: '/api/chat/:id', statusCode: 200, processTime: 0.84 };
      return buildEvent({ ...shared, type: 'request', event: 'completed', data });
    }
    const data = {
      userMessage: QUESTIONS[index % QUESTIONS.length]!,
      assistantResponse: 'Here is what I found …',
      model: 'gemini-2.0-flash',
      duration: 900 + index * 37,
      tokensUsed: 156,
    };
    return buildEvent({ ...shared, data });
  });
}

const wave = (length: number, base: number, height: number) =>
  Array.from({ length }, (_, index) =>
    Math.round(base + height * Math.sin((index - 6) / 3.8) + ((index * 37) % 11)),
  );

export function buildDashboard(): DashboardAnswer {
  const users = Array.from({ length: 14 }, (_, index) => ({
    userId: `user_eng${String(index).padStart(3, '0')}`,
    events: 60 - index * 4,
    lastSeen: ago(index * 2 * MINUTE_MS + 20_000),
  }));
  return {
    timestamp: ago(0),
    messages: { value: 8934, previous: 7980, change: 12, sparkline: wave(24, 370, 240) },
    averageResponseTime: { value: 1245, previous: 1387, change: -10.2, sparkline: wave(24, 1240, 160) },
    errors: { value: 87, previous: 61, change: 42.6, sparkline: wave(24, 6, 4) },
    users: { last30Minutes: 14, today: 61, sparkline: [48, 55, 62, 59, 21, 18, 61], active: users },
    store: { sizeBytes: 1_530_000_000, connections: 5, deadLetters: 0, lastStoredAt: ago(2000) },
    lastErrors: buildHistory()
      .filter(({ type }) => type === 'error')
      .slice(0, 10),
  };
}

export function buildEmptyDashboard(): DashboardAnswer {
  const nothing = { value: 0, previous: 0, change: null, sparkline: Array.from({ length: 24 }, () => 0) };
  return {
    ...buildDashboard(),
    messages: nothing,
    averageResponseTime: {
      ...nothing,
      value: null,
      previous: null,
      sparkline: nothing.sparkline.map(() => null),
    },
    errors: nothing,
    users: { last30Minutes: 0, today: 0, sparkline: [0, 0, 0, 0, 0, 0, 0], active: [] },
    lastErrors: [],
  };
}

function buildPart(
  fields: Pick<HealthPart, 'name' | 'kind' | 'status' | 'color'> & Partial<HealthPart>,
): HealthPart {
  return { lastCheck: ago(12_000), responseTime: 14, details: {}, error: null, ...fields };
}

export function buildHealth(): HealthReport {
  return {
    status: 'degraded',
    timestamp: ago(0),
    uptime: 3 * 86_400 + 4 * 3600 + 120,
    parts: [
      buildPart({
        name: 'bot',
        kind: 'bot',
        status: 'healthy',
        color: 'green',
        details: { activeConnections: 12, lastHeartbeat: ago(8000) },
      }),
      buildPart({
        name: 'database',
        kind: 'database',
        status: 'healthy',
        color: 'green',
        responseTime: 3,
        details: { version: '18.4', connections: 5 },
      }),
      buildPart({
        name: 'billing API',
        kind: 'outside_api',
        status: 'degraded',
        color: 'yellow',
        responseTime: 2840,
        error: 'answers take 2.8 s, more than 2 s',
        details: { url: 'https://billing.internal/health', status: 200 },
      }),
      buildPart({
        name: 'gemini',
        kind: 'ai_provider',
        status: 'healthy',
        color: 'green',
        responseTime: 412,
        details: { model: 'gemini-2.0-flash' },
      }),
      buildPart({
        name: 'memory',
        kind: 'server',
        status: 'healthy',
        color: 'green',
        responseTime: 0,
        details: { rssBytes: 182_000_000 },
      }),
      buildPart({
        name: 'spare provider',
        kind: 'ai_provider',
        status: 'unknown',
        color: 'grey',
        lastCheck: null,
        responseTime: null,
      }),
    ],
  };
}

export function buildIncident(fields: Partial<Incident> & Pick<Incident, 'id' | 'name'>): Incident {
  return {
    fingerprint: fields.id,
    state: 'open',
    severity: 'warning',
    labels: { alertname: fields.name, severity: 'warning', job: 'assistant', instance: 'web-1:3001' },
    annotations: {
      summary: '7.4 % of responses are errors',
      description: 'More than 5 % of responses had a status of 5xx for 5 minutes.',
    },
    runbookUrl: '/runbooks/HighErrorRate',
    generatorUrl: 'http://localhost:9090/graph?g0.expr=up',
    startsAt: ago(38 * MINUTE_MS),
    openedAt: ago(38 * MINUTE_MS),
    updatedAt: ago(2 * MINUTE_MS),
    resolvedAt: null,
    notifications: 4,
    acknowledgedAt: null,
    acknowledgedBy: null,
    note: null,
    ...fields,
  };
}

export function buildIncidents(): readonly Incident[] {
  return [
    buildIncident({
      id: 'i1',
      name: 'HighMemoryUsage',
      severity: 'critical',
      annotations: {
        summary: 'The assistant uses 91 % of its memory',
        description: 'Resident memory is above 80 % of the limit of the container.',
      },
      startsAt: ago(6 * MINUTE_MS),
    }),
    buildIncident({ id: 'i2', name: 'HighErrorRate' }),
    buildIncident({
      id: 'i3',
      name: 'HighResponseTime',
      startsAt: ago(3 * HOUR_MS),
      acknowledgedAt: ago(2 * HOUR_MS),
      acknowledgedBy: 'ada',
      note: 'The provider knows; see its status page.',
      annotations: { summary: 'Responses take 2.6 s on average' },
    }),
    ...Array.from({ length: 6 }, (_, index) =>
      buildIncident({
        id: `p${index}`,
        name: ['InstanceDown', 'HighErrorRate', 'RedisMemoryUsage'][index % 3]!,
        severity: index % 3 === 0 ? 'critical' : 'warning',
        state: 'resolved',
        startsAt: ago((20 + index * 31) * HOUR_MS),
        resolvedAt: ago((20 + index * 31) * HOUR_MS - (index + 1) * 9 * MINUTE_MS),
        annotations: {
          summary: ['web-2 does not answer', 'Many responses are errors', 'Redis is nearly full'][index % 3]!,
        },
      }),
    ),
  ];
}

export function buildPanelAnswer(): PanelAnswer {
  const dashboard = (uid: string, title: string, purpose: string, ...tags: string[]) => ({
    uid,
    title,
    purpose,
    tags,
  });
  return {
    grafanaUrl: 'http://localhost:3000',
    prometheusUrl: 'http://localhost:9090',
    alertmanagerUrl: 'http://localhost:9093',
    dashboards: [
      dashboard('aiwatch-overview', 'Overview', 'Is the application well?', 'overview'),
      dashboard(
        'aiwatch-ai',
        'AI operations',
        'What do calls of models cost, and how fast are they?',
        'ai',
        'cost',
      ),
      dashboard('aiwatch-development', 'Development', 'What is generated and changed?', 'files'),
      dashboard(
        'aiwatch-infrastructure',
        'Infrastructure',
        'Do hosts, containers and databases keep up?',
        'host',
      ),
      dashboard('aiwatch-business', 'Business', 'Who uses it, and what does that cost?', 'cost'),
      dashboard('aiwatch-self', 'Monitoring of the monitoring', 'Can the numbers be trusted?', 'aiwatch'),
    ],
  };
}

/** Two days of hours, busy by day. */
export function buildHours(from: string): TimelineAnswer {
  const startMs = Date.parse(from);
  const points = wave(48, 370, 240).map((messages, index) => ({
    start: new Date(startMs + index * HOUR_MS).toISOString(),
    events: messages * 2,
    errors: 3,
    messages: index === 47 ? Math.round(messages / 3) : messages,
    users: 20,
    averageResponseTime: 1240,
    tokens: messages * 150,
    isAnomaly: false,
  }));
  return { range: { from, to: ago(0) }, timeZone: 'Europe/Berlin', interval: 'hour', points };
}

export function buildSilencedAlert(): CurrentAlert {
  return {
    fingerprint: 'f9',
    state: 'suppressed',
    name: 'RedisMemoryUsage',
    severity: 'critical',
    labels: { alertname: 'RedisMemoryUsage', severity: 'critical' },
    annotations: { summary: 'Redis uses 93 % of the memory that it may have' },
    runbookUrl: null,
    generatorUrl: null,
    startsAt: ago(40 * MINUTE_MS),
    updatedAt: ago(MINUTE_MS),
    silencedBy: ['s1'],
    inhibitedBy: [],
    incidentId: null,
    acknowledgedAt: null,
  };
}
