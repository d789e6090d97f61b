import type { FastifyPluginCallback } from 'fastify';
import { type DashboardAnswer, MAX_EXPORTED_HOURS, type MetricRow } from '../../api/dashboard.ts';
import { dashboard, type Store, type TimelinePoint, timeline } from '../../store/index.ts';
import { requireRole } from '../access/require-role.ts';
import { writeCsv } from '../questions/event-formats.ts';
import { checkExportedHours } from '../questions/parse-interval.ts';
import { parseBoundRange, parseTimeZone, type RangeQuery } from '../questions/parse-range.ts';
import { activeUsersAnswer, indicator } from '../schemas/analytics-schemas.ts';
import { eventSchema } from '../schemas/event-schema.ts';
import { rangeParameters, timeZoneParameter } from '../schemas/parameters.ts';
import { readSchema } from '../schemas/read-schema.ts';
import { amount, count, listOf, nullableAmount, nullableTime, objectOf, time } from '../schemas/values.ts';

const dashboardSchema = readSchema({
  tag: 'analytics',
  summary: 'What happens now',
  description:
    'Messages, response times (in ms) and errors of the last 24 hours beside those of the 24 before.',
  query: timeZoneParameter,
  answer: objectOf({
    timestamp: time,
    messages: indicator,
    averageResponseTime: indicator,
    errors: indicator,
    users: objectOf({
      last30Minutes: count,
      today: count,
      sparkline: listOf(nullableAmount),
      active: activeUsersAnswer,
    }),
    store: objectOf({
      sizeBytes: amount,
      connections: count,
      deadLetters: count,
      lastStoredAt: nullableTime,
    }),
    lastErrors: listOf(eventSchema),
  }),
});

/** A point of the export; in snake case, as the tables have it. */
const metric = objectOf({
  hour: time,
  events: count,
  message_count: count,
  unique_users: count,
  avg_response_time: nullableAmount,
  errors: count,
  tokens: count,
});

const exportSchema = readSchema({
  tag: 'analytics',
  summary: 'Exports what was counted each hour',
  description: `Of the last 30 days, where no range is given, and of ${MAX_EXPORTED_HOURS} hours at the most; response times are in milliseconds.`,
  query: { ...rangeParameters, format: { enum: ['csv', 'json'], default: 'json' } },
  answer: {
    description: 'One row for each hour, in UTC.',
    content: {
      'application/json': { schema: { type: 'array', items: metric } },
      'text/csv': { schema: { type: 'string' } },
    },
  },
});

function metricOf(point: TimelinePoint): MetricRow {
  return {
    hour: point.start.toISOString(),
    events: point.events,
    message_count: point.messages,
    unique_users: point.users ?? 0,
    avg_response_time: point.averageResponseTime,
    errors: point.errors,
    tokens: point.tokens,
  };
}

/** `GET /api/monitoring/dashboard` and `/api/monitoring/export` (of metrics; events are exported elsewhere). */
export function createDashboardRoutes({ store: { pool } }: { readonly store: Store }): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get<{ Querystring: { tz: string } }>(
      '/api/monitoring/dashboard',
      { schema: dashboardSchema, onRequest: requireRole('GET /api/monitoring/dashboard', 'admin') },
      (request): Promise<DashboardAnswer<Date>> => {
        const timeZone = parseTimeZone(request.query.tz);
        return dashboard(pool, new Date(), timeZone);
      },
    );
    app.get<{ Querystring: RangeQuery & { format: 'csv' | 'json' } }>(
      '/api/monitoring/export',
      { schema: exportSchema, onRequest: requireRole('GET /api/monitoring/export', 'admin') },
      async (request, reply) => {
        const range = parseBoundRange(request.query);
        checkExportedHours(range);
        const question = { ...range, interval: 'hour', timeZone: 'UTC' } as const;
        const rows = (await timeline(pool, question)).map(metricOf);
        const { format } = request.query;
        const day = new Date().toISOString().slice(0, 10);
        reply.header('content-disposition', `attachment; filename="metrics-${day}.${format}"`);
        if (format === 'json') return reply.type('application/json').send(rows);
        const header = Object.keys(metric.properties);
        return reply.type('text/csv; charset=utf-8').send(writeCsv([header, ...rows.map(Object.values)]));
      },
    );
    done();
  };
}
