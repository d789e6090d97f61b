import type { FastifyPluginCallback } from 'fastify';

const schema = {
  tags: ['operation'],
  summary: 'Says that the process answers',
  response: {
    200: {
      type: 'object',
      required: ['status', 'uptime'],
      properties: { status: { const: 'healthy' }, uptime: { type: 'number', description: 'Seconds.' } },
    },
  },
} as const;

/** `GET /health`: the process answers. */
export const healthRoutes: FastifyPluginCallback = (app, _options, done) => {
  app.get('/health', { logLevel: 'warn', schema }, () => ({ status: 'healthy', uptime: process.uptime() }));
  done();
};
