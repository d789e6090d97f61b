import type { FastifyPluginCallback } from 'fastify';
import type { Store } from '../../store/index.ts';
import { requireRole } from '../access/require-role.ts';
import { createActivitySnapshot } from '../questions/activity-snapshot.ts';
import { readSchema } from '../schemas/read-schema.ts';
import { amount, count, objectOf, time } from '../schemas/values.ts';

const schema = readSchema({
  tag: 'operation',
  summary: 'Messages, users and this process, in short',
  description: 'Response time is in milliseconds, uptime in seconds, CPU in percent of one core.',
  answer: objectOf({
    timestamp: time,
    uptime: count,
    messages: objectOf({ total: count, last_hour: count, last_24h: count, avg_response_time: count }),
    users: objectOf({ total: count, active_today: count, active_this_week: count }),
    system: objectOf({ memory_mb: count, cpu_percent: amount, database_connections: count }),
  }),
});

/** `GET /debug/metrics`, for administrators. */
export function createDebugRoutes({ store: { pool } }: { readonly store: Store }): FastifyPluginCallback {
  const snapshot = createActivitySnapshot(pool);
  return (app, _options, done) => {
    app.get('/debug/metrics', { schema, onRequest: requireRole('GET /debug/metrics', 'admin') }, snapshot);
    done();
  };
}
