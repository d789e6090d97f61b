import type { FastifyPluginCallback } from 'fastify';
import { listDeadLetters, resendDeadLetters, type Store } from '../../store/index.ts';
import { requireRole } from '../access/require-role.ts';
import { askStore } from '../questions/ask-store.ts';
import { buildPage, idList, pageQuery, pageSchema, storeLetter } from './dead-letter-schemas.ts';

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

const listSchema = {
  summary: 'List what the database refused',
  tags: ['events'],
  querystring: pageQuery,
  response: { 200: pageSchema(storeLetter) },
} as const;

const resendSchema = {
  summary: 'Store what the database refused again',
  description:
    'Without ids: the oldest, up to 1,000. `repair` replaces what PostgreSQL cannot keep by U+FFFD.',
  tags: ['events'],
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
      async ({ query }) =>
        buildPage(await askStore(`GET ${PATH}`, () => listDeadLetters(store.pool, query)), query.limit),
    );
    app.post<{ Body: ResendBody }>(
      `${PATH}/resend`,
      { schema: resendSchema, onRequest: requireRole(`POST ${PATH}/resend`, 'admin') },
      async ({ body: { ids, repair = false } }) => {
        const outcomes = await askStore(`POST ${PATH}/resend`, () =>
          resendDeadLetters(store, { ids, isRepaired: repair }),
        );
        return { results: [...outcomes].map(([id, status]) => ({ id, status })) };
      },
    );
    done();
  };
}
