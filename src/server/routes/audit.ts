import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import { exportAudit, findLastCheckpoint, listActions, recordAction } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { requireRole } from '../access/require-role.ts';
import { streamLines } from './stream-lines.ts';

export interface AuditRouteOptions {
  readonly pool: Pool;
  /** The public key of this server. */
  readonly vkey: string;
  /** Signs what the trail holds now. */
  readonly sign: () => Promise<void>;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
    before: { type: 'integer', minimum: 0 },
  },
} as const;

const nullable = (type: string) => ({ type: [type, 'null'] });

const listAnswer = {
  type: 'object',
  properties: {
    actions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          leaf: { type: 'integer' },
          at: { type: 'string' },
          action: { type: 'string' },
          actor: nullable('string'),
          target: nullable('string'),
          details: { ...nullable('object'), additionalProperties: true },
        },
      },
    },
    next: nullable('integer'),
  },
} as const;

const text = { type: 'string' } as const;

/** `/api/v1/audit`: actions, newest first; `/export`, `/key` and `/checkpoint` for whoever verifies. */
export function createAuditRoutes({ pool, vkey, sign }: AuditRouteOptions): FastifyPluginAsync {
  return async app => {
    app.get<{ Querystring: { limit: number; before?: number } }>(
      '/api/v1/audit',
      {
        schema: { querystring: listQuery, response: { 200: listAnswer } },
        onRequest: requireRole('GET /api/v1/audit', 'admin'),
      },
      async ({ query: { limit = DEFAULT_LIMIT, before } }) => {
        const actions = await listActions(pool, { limit, before });
        return { actions, next: actions.length < limit ? null : actions.at(-1)!.leaf };
      },
    );
    app.get(
      '/api/v1/audit/export',
      { onRequest: requireRole('GET /api/v1/audit/export', 'admin') },
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
        schema: { response: { 200: { type: 'object', properties: { vkey: text } } } },
        onRequest: requireRole('GET /api/v1/audit/key', 'admin', 'user', 'service'),
      },
      () => ({ vkey }),
    );
    app.get(
      '/api/v1/audit/checkpoint',
      {
        schema: {
          response: { 200: { type: 'object', properties: { checkpoint: nullable('string') } } },
        },
        onRequest: requireRole('GET /api/v1/audit/checkpoint', 'admin', 'user', 'service'),
      },
      async () => ({ checkpoint: (await findLastCheckpoint(pool)) ?? null }),
    );
  };
}
