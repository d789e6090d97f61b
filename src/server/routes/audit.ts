import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { AuditAnswer, AuditCheckpointAnswer, AuditKeyAnswer } from '../../api/audit.ts';
import { exportAudit, findLastCheckpoint, listActions, recordAction } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { requireRole } from '../access/require-role.ts';
import { auditSchemas } from '../schemas/audit-schemas.ts';
import { streamLines } from './stream-lines.ts';

export interface AuditRouteOptions {
  readonly pool: Pool;
  /** The public key of this server. */
  readonly vkey: string;
  /** Signs what the trail holds now. */
  readonly sign: () => Promise<void>;
}

const DEFAULT_LIMIT = 100;

/** `/api/v1/audit`: actions, newest first; `/export`, `/key` and `/checkpoint` for whoever verifies. */
export function createAuditRoutes({ pool, vkey, sign }: AuditRouteOptions): FastifyPluginAsync {
  return async app => {
    app.get<{ Querystring: { limit: number; before?: number } }>(
      '/api/v1/audit',
      {
        schema: auditSchemas.list,
        onRequest: requireRole('GET /api/v1/audit', 'admin'),
      },
      async ({ query: { limit = DEFAULT_LIMIT, before } }): Promise<AuditAnswer> => {
        const actions = await listActions(pool, { limit, before });
        return { actions, next: actions.length < limit ? null : actions.at(-1)!.leaf };
      },
    );
    app.get(
      '/api/v1/audit/export',
      {
        schema: auditSchemas.export,
        // It would be recorded as an export.
        exposeHeadRoute: false,
        onRequest: requireRole('GET /api/v1/audit/export', 'admin'),
      },
      async (request, reply) => {
        await recordAction(pool, { action: 'audit.export', actor: actorOf(identityOf(request)) });
        // A trail that was changed is not signed any more, and more than ever to be looked at.
        const trySigning = () =>
          sign().catch(error => request.log.error({ err: error }, 'the export is not signed to its end'));
        return streamLines(reply, exportAudit(pool, { sign: trySigning }), 'audit.ndjson');
      },
    );
    app.get(
      '/api/v1/audit/key',
      {
        schema: auditSchemas.key,
        onRequest: requireRole('GET /api/v1/audit/key', 'admin', 'user', 'service'),
      },
      (): AuditKeyAnswer => ({ vkey }),
    );
    app.get(
      '/api/v1/audit/checkpoint',
      {
        schema: auditSchemas.checkpoint,
        onRequest: requireRole('GET /api/v1/audit/checkpoint', 'admin', 'user', 'service'),
      },
      async (): Promise<AuditCheckpointAnswer> => ({ checkpoint: (await findLastCheckpoint(pool)) ?? null }),
    );
  };
}
