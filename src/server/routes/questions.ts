import type { FastifyPluginAsync } from 'fastify';
import { createAdminStatsRoutes } from './admin-stats.ts';
import { type AnalyticsRouteOptions, createAnalyticsRoutes } from './analytics.ts';
import { createDashboardRoutes } from './dashboard.ts';
import { createDebugRoutes } from './debug.ts';
import { createEventExportRoute } from './event-export.ts';
import { createEventHistoryRoutes } from './event-history.ts';

/** All routes that answer questions; to be registered after the plugins for access, errors, input and OpenAPI. */
export function createQuestionRoutes(options: AnalyticsRouteOptions): FastifyPluginAsync {
  return async app => {
    await app.register(createEventHistoryRoutes(options));
    await app.register(createEventExportRoute(options));
    await app.register(createAdminStatsRoutes(options));
    await app.register(createAnalyticsRoutes(options));
    await app.register(createDashboardRoutes(options));
    await app.register(createDebugRoutes(options));
  };
}
