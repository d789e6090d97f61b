import type { FastifyPluginCallback } from 'fastify';
import type { Pool } from 'pg';
import { type AlertmanagerConfig, acknowledge, currentAlerts, unknownIncident } from '../../alerts/index.ts';
import type { CurrentAlerts, Incident, IncidentPage, IncidentState } from '../../api/incidents.ts';
import { findIncident, listIncidents } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { requireRole } from '../access/require-role.ts';
import { parseRange, type RangeQuery } from '../questions/parse-range.ts';
import { incidentSchemas } from '../schemas/incident-schemas.ts';

export interface IncidentRouteOptions {
  readonly pool: Pool;
  /** @default there is none to be asked */
  readonly alertmanager?: AlertmanagerConfig | undefined;
}

interface ListQuery extends RangeQuery {
  readonly state: IncidentState | 'all';
  readonly severity?: string;
  readonly limit: number;
  readonly cursor?: string;
}

interface IncidentRoute {
  Params: { readonly id: string };
}

interface AcknowledgeRoute extends IncidentRoute {
  Body: { readonly note?: string } | null;
}

const PATH = '/api/v1/incidents';

/**
 * `GET /api/v1/incidents` and `/:id`: alerts that were; `GET /api/v1/alerts`: those that are. `POST …/:id/acknowledge`:
 * somebody knows of it. For administrators.
 */
export function createIncidentRoutes({ pool, alertmanager }: IncidentRouteOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get<{ Querystring: ListQuery }>(
      PATH,
      { schema: incidentSchemas.list, onRequest: requireRole(`GET ${PATH}`, 'admin') },
      ({ query }): Promise<IncidentPage> => {
        const { state, severity, limit, cursor } = query;
        const asked = { state: state === 'all' ? undefined : state, severity, limit, cursor };
        return listIncidents(pool, { ...asked, ...parseRange(query) });
      },
    );
    app.get<IncidentRoute>(
      `${PATH}/:id`,
      { schema: incidentSchemas.one, onRequest: requireRole(`GET ${PATH}/:id`, 'admin') },
      async ({ params: { id } }): Promise<Incident> => {
        const incident = await findIncident(pool, id);
        if (incident === undefined) throw unknownIncident(id);
        return incident;
      },
    );
    app.post<AcknowledgeRoute>(
      `${PATH}/:id/acknowledge`,
      {
        schema: incidentSchemas.acknowledge,
        onRequest: requireRole(`POST ${PATH}/:id/acknowledge`, 'admin'),
      },
      (request): Promise<Incident> => {
        const { id } = request.params;
        return acknowledge(pool, { id, by: actorOf(identityOf(request)), note: request.body?.note });
      },
    );
    app.get(
      '/api/v1/alerts',
      { schema: incidentSchemas.current, onRequest: requireRole('GET /api/v1/alerts', 'admin') },
      (): Promise<CurrentAlerts> => currentAlerts({ pool, alertmanager }),
    );
    done();
  };
}
