import type { FastifyPluginCallback } from 'fastify';
import { activitySummary, type Store, storeState } from '../../store/index.ts';
import { requireRole } from '../access/require-role.ts';
import { askStore } from '../questions/ask-store.ts';
import { createCpuMeter } from '../questions/cpu-meter.ts';
import { readSchema } from '../schemas/read-schema.ts';
import { amount, count, objectOf, time } from '../schemas/values.ts';

const BYTES_PER_MB = 1024 * 1024;

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
  const measureCpu = createCpuMeter();
  return (app, _options, done) => {
    app.get('/debug/metrics', { schema, onRequest: requireRole('GET /debug/metrics', 'admin') }, async () => {
      const now = new Date();
      const [summary, { connections }] = await askStore('the summary', () =>
        Promise.all([activitySummary(pool, now), storeState(pool)]),
      );
      const system = {
        memory_mb: Math.round(process.memoryUsage.rss() / BYTES_PER_MB),
        cpu_percent: measureCpu(),
        database_connections: connections,
      };
      return { timestamp: now, uptime: Math.round(process.uptime()), ...summary, system };
    });
    done();
  };
}
