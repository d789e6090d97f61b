import type { FastifyPluginCallback } from 'fastify';
import { listDeliveryDeadLetters, recordAction, requestResend, type Store } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { requireRole } from '../access/require-role.ts';
import { errorAnswers } from '../schemas/error-schema.ts';
import { readSchema } from '../schemas/read-schema.ts';
import { buildPage, deliveryLetter, idList, pageParameters, pageSchema } from './dead-letter-schemas.ts';

export interface DeliveryRouteOptions {
  readonly store: Pick<Store, 'pool'>;
}

interface PageQuery {
  readonly limit: number;
  readonly before?: string;
}

const PATH = '/api/v1/deliveries/dead-letters';

const listSchema = readSchema({
  tag: 'deliveries',
  summary: 'List what could not be delivered',
  description: 'The newest first. For administrators.',
  query: pageParameters,
  answer: pageSchema(deliveryLetter),
});

const resendSchema = {
  summary: 'Deliver what could not be delivered again',
  description: 'Without ids: all. The server that delivers takes them from there.',
  tags: ['deliveries'],
  security: [{ bearer: [] }],
  body: { type: 'object', additionalProperties: false, properties: { ids: idList } },
  response: {
    202: {
      type: 'object',
      properties: { requested: { type: 'integer', description: 'How many will be sent again.' } },
    },
    ...errorAnswers,
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
      async ({ query }) => buildPage(await listDeliveryDeadLetters(store.pool, query), query.limit),
    );
    app.post<{ Body: { readonly ids?: readonly string[] } }>(
      `${PATH}/resend`,
      { schema: resendSchema, onRequest: requireRole(`POST ${PATH}/resend`, 'admin') },
      async (request, reply) => {
        const { ids } = request.body;
        await recordAction(store.pool, {
          action: 'deliveries.resend',
          actor: actorOf(identityOf(request)),
          details: { asked: ids?.length ?? 'all' },
        });
        const requested = await requestResend(store.pool, ids);
        return reply.code(202).send({ requested: requested.length });
      },
    );
    done();
  };
}
