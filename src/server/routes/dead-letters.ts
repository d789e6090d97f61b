import type { FastifyPluginCallback } from 'fastify';
import { listDeadLetters, recordAction, resendDeadLetters, type Store } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { requireRole } from '../access/require-role.ts';
import { errorAnswers } from '../schemas/error-schema.ts';
import { readSchema } from '../schemas/read-schema.ts';
import { buildPage, idList, pageParameters, pageSchema, storeLetter } from './dead-letter-schemas.ts';

export interface DeadLetterRouteOptions {
  readonly store: Pick<Store, 'pool' | 'write'>;
}

interface PageQuery {
  readonly limit: number;
  readonly before?: string;
}

interface ResendBody {
  readonly ids?: readonly string[];
  readonly repair?: boolean;
}

const PATH = '/api/v1/events/dead-letters';

const listSchema = readSchema({
  tag: 'events',
  summary: 'List what the database refused',
  description: 'The newest first. For administrators.',
  query: pageParameters,
  answer: pageSchema(storeLetter),
});

const resendSchema = {
  summary: 'Store what the database refused again',
  description:
    'Without ids: the oldest, up to 1,000. `repair` replaces what PostgreSQL cannot keep by U+FFFD.',
  tags: ['events'],
  security: [{ bearer: [] }],
  body: {
    type: 'object',
    additionalProperties: false,
    properties: { ids: idList, repair: { type: 'boolean' } },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        results: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              id: { type: 'string' },
              status: { enum: ['stored', 'skipped', 'refused', 'unknown'] },
            },
          },
        },
      },
    },
    ...errorAnswers,
  },
} as const;

/**
 * `GET /api/v1/events/dead-letters`: what the database refused, newest first. `POST …/resend`: stores it again, and says
 * of each id what became of it. For administrators.
 */
export function createDeadLetterRoutes({ store }: DeadLetterRouteOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get<{ Querystring: PageQuery }>(
      PATH,
      { schema: listSchema, onRequest: requireRole(`GET ${PATH}`, 'admin') },
      async ({ query }) => buildPage(await listDeadLetters(store.pool, query), query.limit),
    );
    app.post<{ Body: ResendBody }>(
      `${PATH}/resend`,
      { schema: resendSchema, onRequest: requireRole(`POST ${PATH}/resend`, 'admin') },
      async request => {
        const { ids, repair = false } = request.body;
        await recordAction(store.pool, {
          action: 'events.resend',
          actor: actorOf(identityOf(request)),
          details: { asked: ids?.length ?? 'oldest', repair },
        });
        const outcomes = await resendDeadLetters(store, { ids, isRepaired: repair });
        return { results: [...outcomes].map(([id, status]) => ({ id, status })) };
      },
    );
    done();
  };
}
