// A Fastify application without metrics, with aiwatch, or with fastify-metrics: the process that the HTTP case loads.
import { createMonitoring, loadConfig } from 'aiwatch';
import Fastify, { type FastifyInstance } from 'fastify';
import fastifyMetrics from 'fastify-metrics';

/** What is put on the application. */
const INSTRUMENTATIONS: Readonly<Record<string, (app: FastifyInstance) => Promise<void>>> = {
  none: async () => {},
  aiwatch: async app => {
    const monitoring = createMonitoring({ config: loadConfig({ env: {} }) });
    await app.register(monitoring.fastify);
  },
  'aiwatch, with identify': async app => {
    const monitoring = createMonitoring({
      config: loadConfig({ env: {} }),
      identify: ({ headers }) => ({ userId: headers['x-user-id'], sessionId: headers['x-session-id'] }),
    });
    await app.register(monitoring.fastify);
  },
  'fastify-metrics': async app => {
    // Summaries are on by default there; without them it does what aiwatch does, and less.
    await app.register(fastifyMetrics.default, {
      endpoint: '/metrics',
      routeMetrics: { enabled: { summary: false } },
    });
  },
};

const instrument = INSTRUMENTATIONS[process.argv[2] ?? ''];
if (instrument === undefined || process.send === undefined) throw new Error('started by the HTTP case only');
const app = Fastify();
await instrument(app);
app.get('/api/items/:id', async request => ({ id: (request.params as { id: string }).id, name: 'an item' }));
await app.listen({ host: '127.0.0.1', port: 0 });

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicroseconds: user + system });
});
process.on('disconnect', () => process.exit(0));
process.send({ port: (app.server.address() as { port: number }).port });
