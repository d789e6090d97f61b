import type { onRequestAsyncHookHandler } from 'fastify';
import { isAiwatchError } from '../errors.ts';
import { checkAccess, listChallenges, type ScrapeAccess } from '../metrics/index.ts';

/** Answers 401, before the body is read, to whoever may not use a route. */
export function requireAccess(where: string, access: ScrapeAccess): onRequestAsyncHookHandler {
  return async (request, reply) => {
    try {
      await checkAccess(where, request.raw, access);
    } catch (error) {
      if (!isAiwatchError(error)) throw error;
      reply.header('www-authenticate', [...listChallenges(access)]);
      await reply.code(401).send({ error: error.code, message: error.message });
    }
  };
}
