import type { FastifyPluginCallback } from 'fastify';

/** `GET /health`: the process answers. */
export const healthRoutes: FastifyPluginCallback = (app, _options, done) => {
  app.get('/health', { logLevel: 'warn' }, () => ({ status: 'healthy', uptime: process.uptime() }));
  done();
};
