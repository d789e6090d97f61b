import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import type { ErasureAnswer } from '../../api/privacy.ts';
import { type ConsentWatch, eraseUser, exportUser, type UserAliases } from '../../privacy/index.ts';
import { recordAction } from '../../store/index.ts';
import { actorOf } from '../access/actor-of.ts';
import { identityOf } from '../access/identity.ts';
import { mayReadUser } from '../access/may-read-user.ts';
import { requireRole } from '../access/require-role.ts';
import { privacySchemas } from '../schemas/privacy-schemas.ts';
import { createConsentRoutes } from './consents.ts';
import { streamLines } from './stream-lines.ts';

export interface PrivacyRouteOptions {
  readonly pool: Pool;
  /** For erasure, which takes as long as a user has events. */
  readonly upkeepPool: Pool;
  readonly aliases: UserAliases;
  /** Is told of consents that are recorded here, so that they count at once. */
  readonly consents: Pick<ConsentWatch, 'refresh'>;
  /** Signs the audit trail, so that an erasure is proven at once. @default with the next checkpoint */
  readonly sign?: (() => Promise<void>) | undefined;
  /** Removes from the spool what is stored, after an erasure. @default within a minute or so */
  readonly compactSpool?: (() => Promise<void>) | undefined;
}

const PATH = '/api/v1/privacy/users/:userId';

interface UserRoute {
  Params: { readonly userId: string };
}

/** What is kept about a user: `/export`, `/consent`, and erasure by DELETE. Users may do the first two for themselves. */
export function createPrivacyRoutes(options: PrivacyRouteOptions): FastifyPluginAsync {
  const { pool, upkeepPool, aliases } = options;
  return async app => {
    app.get<UserRoute>(
      `${PATH}/export`,
      {
        schema: privacySchemas.export,
        // It would be recorded as an export.
        exposeHeadRoute: false,
        onRequest: requireRole(`GET ${PATH}/export`, 'admin', 'user'),
      },
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
        schema: privacySchemas.erase,
        onRequest: requireRole(`DELETE ${PATH}`, 'admin'),
      },
      async (request): Promise<ErasureAnswer> => {
        const { userId } = request.params;
        const by = actorOf(identityOf(request));
        const result = await eraseUser(upkeepPool, { userId, aliases, by });
        await options.consents.refresh();
        await options.compactSpool?.();
        await options
          .sign?.()
          .catch(error => request.log.error({ err: error }, 'an erasure is not signed yet'));
        return result;
      },
    );
    await app.register(createConsentRoutes(options));
  };
}
