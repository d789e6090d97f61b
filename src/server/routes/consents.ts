import type { FastifyPluginCallback } from 'fastify';
import type { Pool } from 'pg';
import type { ConsentAnswer, ConsentsAnswer, RecordedConsent } from '../../api/privacy.ts';
import {
  type ConsentWatch,
  findConsent,
  listConsents,
  recordConsent,
  type UserAliases,
} from '../../privacy/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { mayReadUser } from '../access/may-read-user.ts';
import { requireRole } from '../access/require-role.ts';
import { privacySchemas } from '../schemas/privacy-schemas.ts';

export interface ConsentRouteOptions {
  readonly pool: Pool;
  readonly aliases: UserAliases;
  /** Is told of what is recorded here, so that it counts at once. */
  readonly consents: Pick<ConsentWatch, 'refresh'>;
}

const LIST = '/api/v1/privacy/consents';
const PATH = '/api/v1/privacy/users/:userId/consent';
const UNKNOWN = { granted: null, recordedAt: null, recordedBy: null };

interface UserRoute {
  Params: { readonly userId: string };
}

/** What users answered: one user's, which users may read and record themselves, and the list of all. */
export function createConsentRoutes({ pool, aliases, consents }: ConsentRouteOptions): FastifyPluginCallback {
  const roles = (method: string) => requireRole(`${method} ${PATH}`, 'admin', 'user');
  return (app, _options, done) => {
    app.get<{ Querystring: { limit: number; after?: string } }>(
      LIST,
      { schema: privacySchemas.listConsents, onRequest: requireRole(`GET ${LIST}`, 'admin') },
      async ({ query }): Promise<ConsentsAnswer> => {
        const page = await listConsents(pool, query);
        return { consents: page, next: page.length < query.limit ? null : page.at(-1)!.userId };
      },
    );
    app.get<UserRoute>(
      PATH,
      { schema: privacySchemas.readConsent, onRequest: roles('GET') },
      async (request): Promise<ConsentAnswer> => {
        const userId = mayReadUser(identityOf(request), request.params.userId)!;
        return (await findConsent(pool, userId)) ?? { userId, ...UNKNOWN };
      },
    );
    app.put<UserRoute & { Body: { readonly granted: boolean } }>(
      PATH,
      { schema: privacySchemas.recordConsent, onRequest: roles('PUT') },
      async (request): Promise<RecordedConsent> => {
        const identity = identityOf(request);
        const userId = mayReadUser(identity, request.params.userId)!;
        const { granted } = request.body;
        const consent = await recordConsent(pool, { userId, aliases, granted, by: actorOf(identity) });
        await consents.refresh();
        return consent;
      },
    );
    done();
  };
}
