import type { FastifyPluginCallback } from 'fastify';
import {
  PERIODS,
  type Period,
  type RequestStatsAnswer,
  type SystemStatsAnswer,
} from '../../api/admin-stats.ts';
import { requestStats, type Store, systemStats } from '../../store/index.ts';
import { requireRole } from '../access/require-role.ts';
import { readSchema } from '../schemas/read-schema.ts';
import { amount, count, listOf, nullableAmount, objectOf, text, time } from '../schemas/values.ts';

const period = { enum: PERIODS } as const;
const periodParameter = (initial: Period) => ({
  period: { ...period, default: initial, description: 'How far back from now; a month is 30 days.' },
});

const requestSchema = readSchema({
  tag: 'operation',
  summary: 'Statistics of requests',
  description: 'Times are in seconds, `error_rate` is a fraction of 1; errors have a status of 400 or more.',
  query: periodParameter('day'),
  answer: objectOf({
    period,
    request_count: count,
    avg_process_time: amount,
    error_count: count,
    error_rate: amount,
    top_endpoints: listOf(objectOf({ path: text, count })),
  }),
});

const systemSchema = readSchema({
  tag: 'operation',
  summary: 'Statistics of the host and the queue',
  description:
    'Usage is in percent. `metrics` has 500 points at the most; all is 0 where nothing was measured.',
  query: periodParameter('hour'),
  answer: objectOf({
    period,
    avg_cpu_usage: amount,
    avg_memory_usage: amount,
    avg_queue_length: amount,
    current_cpu_usage: amount,
    current_memory_usage: amount,
    current_queue_length: amount,
    metrics: listOf(
      objectOf({
        timestamp: time,
        cpu_usage: amount,
        memory_usage: amount,
        queue_length: nullableAmount,
        active_requests: nullableAmount,
      }),
    ),
  }),
});

/** `GET /api/admin/stats/requests` and `/api/admin/stats/system`: what an operator asks of a service. */
export function createAdminStatsRoutes({
  store: { pool },
}: {
  readonly store: Store;
}): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get<{ Querystring: { period: Period } }>(
      '/api/admin/stats/requests',
      { schema: requestSchema, onRequest: requireRole('GET /api/admin/stats/requests', 'admin') },
      (request): Promise<RequestStatsAnswer> => requestStats(pool, request.query.period, new Date()),
    );
    app.get<{ Querystring: { period: Period } }>(
      '/api/admin/stats/system',
      { schema: systemSchema, onRequest: requireRole('GET /api/admin/stats/system', 'admin') },
      (request): Promise<SystemStatsAnswer<Date>> => systemStats(pool, request.query.period, new Date()),
    );
    done();
  };
}
