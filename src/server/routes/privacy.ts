import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import {
  type ConsentWatch,
  eraseUser,
  exportUser,
  findConsent,
  recordConsent,
  type UserAliases,
} from '../../privacy/index.ts';
import { recordAction } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { mayReadUser } from '../access/may-read-user.ts';
import { requireRole } from '../access/require-role.ts';
import { streamLines } from './stream-lines.ts';

export interface PrivacyRouteOptions {
  readonly pool: Pool;
  readonly aliases: UserAliases;
  /** Is told of consents that are recorded here, so that they count at once. */
  readonly consents: Pick<ConsentWatch, 'refresh'>;
  /** Signs the audit trail, so that an erasure is proven at once. @default with the next checkpoint */
  readonly sign?: (() => Promise<void>) | undefined;
}

/** As long as ids of users may be in events. */
const MAX_ID_LENGTH = 200;

const PATH = '/api/v1/privacy/users/:userId';

const params = {
  type: 'object',
  required: ['userId'],
  properties: { userId: { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH } },
} as const;

const consentBody = {
  type: 'object',
  required: ['granted'],
  additionalProperties: false,
  properties: { granted: { type: 'boolean' } },
} as const;

const consentAnswer = {
  type: 'object',
  properties: {
    userId: { type: 'string' },
    granted: { type: ['boolean', 'null'] },
    recordedAt: { type: ['string', 'null'] },
    recordedBy: { type: ['string', 'null'] },
  },
} as const;

const count = { type: 'integer' } as const;
const erasureAnswer = {
  type: 'object',
  properties: { events: count, requests: count, otherRows: count, actions: count },
} as const;

interface UserRoute {
  Params: { readonly userId: string };
}

/** What is kept about a user: `/export`, `/consent`, and erasure by DELETE. Users may do the first two for themselves. */
export function createPrivacyRoutes(options: PrivacyRouteOptions): FastifyPluginAsync {
  const { pool, aliases } = options;
  return async app => {
    app.get<UserRoute>(
      `${PATH}/export`,
      { schema: { params }, onRequest: requireRole(`GET ${PATH}/export`, 'admin', 'user') },
      async (request, reply) => {
        const identity = identityOf(request);
        const userId = mayReadUser(identity, request.params.userId)!;
        const action = 'privacy.export';
        await recordAction(pool, { action, actor: actorOf(identity), targetUser: userId });
        return streamLines(reply, exportUser(pool, userId, aliases), 'user.ndjson');
      },
    );
    app.delete<UserRoute>(
      PATH,
      {
        schema: { params, response: { 200: erasureAnswer } },
        onRequest: requireRole(`DELETE ${PATH}`, 'admin'),
      },
      async request => {
        const { userId } = request.params;
        const result = await eraseUser(pool, { userId, aliases, by: actorOf(identityOf(request)) });
        await options.consents.refresh();
        await options
          .sign?.()
          .catch(error => request.log.error({ err: error }, 'an erasure is not signed yet'));
        return result;
      },
    );
    await app.register(createConsentRoutes(options));
  };
}

function createConsentRoutes({ pool, consents }: PrivacyRouteOptions): FastifyPluginAsync {
  const path = `${PATH}/consent`;
  const unknown = { granted: null, recordedAt: null, recordedBy: null };
  const roles = (method: string) => requireRole(`${method} ${path}`, 'admin', 'user');
  return async app => {
    app.get<UserRoute>(
      path,
      { schema: { params, response: { 200: consentAnswer } }, onRequest: roles('GET') },
      async request => {
        const userId = mayReadUser(identityOf(request), request.params.userId)!;
        return (await findConsent(pool, userId)) ?? { userId, ...unknown };
      },
    );
    app.put<UserRoute & { Body: { readonly granted: boolean } }>(
      path,
      { schema: { params, body: consentBody, response: { 200: consentAnswer } }, onRequest: roles('PUT') },
      async request => {
        const identity = identityOf(request);
        const userId = mayReadUser(identity, request.params.userId)!;
        const { granted } = request.body;
        const consent = await recordConsent(pool, { userId, granted, by: actorOf(identity) });
        await consents.refresh();
        return consent;
      },
    );
  };
}
