import type { onRequestAsyncHookHandler } from 'fastify';
import { isAiwatchError } from '../../errors.ts';
import { buildRefusal, checkAccess, type ScrapeAccess } from '../../metrics/index.ts';

/** Refuses, before the body is read, whoever may not use a route. */
export function requireAccess(where: string, access: ScrapeAccess): onRequestAsyncHookHandler {
  return async (request, reply) => {
    try {
      await checkAccess(where, request.raw, access);
    } catch (error) {
      if (!isAiwatchError(error)) throw error;
      const { status, headers } = buildRefusal(error, access);
      await reply.code(status).headers(headers).send({ error: error.code, message: error.message });
    }
  };
}
