import type { FastifyPluginCallback } from 'fastify';
import { listDeliveryDeadLetters, requestResend, type Store } from '../../store/index.ts';
import { requireRole } from '../access/require-role.ts';
import { askStore } from '../questions/ask-store.ts';
import { buildPage, deliveryLetter, idList, pageQuery, pageSchema } from './dead-letter-schemas.ts';

export interface DeliveryRouteOptions {
  readonly store: Pick<Store, 'pool'>;
}

interface PageQuery {
  readonly limit: number;
  readonly before?: string;
}

const PATH = '/api/v1/deliveries/dead-letters';

const listSchema = {
  summary: 'List what could not be delivered',
  tags: ['deliveries'],
  querystring: pageQuery,
  response: { 200: pageSchema(deliveryLetter) },
} as const;

const resendSchema = {
  summary: 'Deliver what could not be delivered again',
  description: 'Without ids: all. The server that delivers takes them from there.',
  tags: ['deliveries'],
  body: { type: 'object', additionalProperties: false, properties: { ids: idList } },
  response: {
    202: {
      type: 'object',
      properties: { requested: { type: 'integer', description: 'How many will be sent again.' } },
    },
  },
} as const;

/**
 * `GET /api/v1/deliveries/dead-letters`: events that could not be delivered to the outside, newest first. `POST …/resend`:
 * has them delivered again; what arrives is no longer listed. For administrators.
 */
export function createDeliveryRoutes({ store }: DeliveryRouteOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    app.get<{ Querystring: PageQuery }>(
      PATH,
      { schema: listSchema, onRequest: requireRole(`GET ${PATH}`, 'admin') },
      async ({ query }) =>
        buildPage(
          await askStore(`GET ${PATH}`, () => listDeliveryDeadLetters(store.pool, query)),
          query.limit,
        ),
    );
    app.post<{ Body: { readonly ids?: readonly string[] } }>(
      `${PATH}/resend`,
      { schema: resendSchema, onRequest: requireRole(`POST ${PATH}/resend`, 'admin') },
      async ({ body: { ids } }, reply) => {
        const requested = await askStore(`POST ${PATH}/resend`, () => requestResend(store.pool, ids));
        return reply.code(202).send({ requested: requested.length });
      },
    );
    done();
  };
}
