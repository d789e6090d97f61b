import type { FastifyPluginCallback } from 'fastify';
import type { HealthReport, QuickHealth, Readiness } from '../../api/health.ts';
import { requireRole } from '../access/require-role.ts';
import { healthSchemas } from '../schemas/health-schemas.ts';

/** What answers about health. */
interface HealthSource {
  report(): HealthReport;
  quick(): Promise<QuickHealth>;
  readiness(): Readiness;
}

export interface HealthRouteOptions {
  /** @default only whether the process answers can be asked */
  readonly health?: HealthSource | undefined;
}

const UNAVAILABLE = 503;
const ALWAYS_READY: Readiness = { ready: true, problems: [] };

/**
 * `GET /health` and `/health/live`: the process answers. `/health/ready`: it can take and store events. These ask for no
 * token, as those do not who probe. For administrators: `GET /api/v1/health` and `GET /debug/health-quick`.
 */
export function createHealthRoutes({ health }: HealthRouteOptions): FastifyPluginCallback {
  // Probes come all day.
  const logLevel = 'warn';
  const alive = () => ({ status: 'healthy', uptime: process.uptime() });
  return (app, _options, done) => {
    app.get('/health', { logLevel, schema: healthSchemas.health }, alive);
    app.get('/health/live', { logLevel, schema: healthSchemas.live }, alive);
    app.get('/health/ready', { logLevel, schema: healthSchemas.ready }, async (_request, reply) => {
      const readiness = health?.readiness() ?? ALWAYS_READY;
      return reply.code(readiness.ready ? 200 : UNAVAILABLE).send(readiness);
    });
    if (health !== undefined) {
      app.get(
        '/api/v1/health',
        { schema: healthSchemas.report, onRequest: requireRole('GET /api/v1/health', 'admin') },
        (): HealthReport => health.report(),
      );
      app.get(
        '/debug/health-quick',
        { schema: healthSchemas.quick, onRequest: requireRole('GET /debug/health-quick', 'admin') },
        (): Promise<QuickHealth> => health.quick(),
      );
    }
    done();
  };
}
