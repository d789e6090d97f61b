import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import { classifyFailure } from '../../store/index.ts';
import { answerError } from './error-plugin.ts';
import { isStoreOutage } from './store-outage.ts';

/**
 * What a failure of the store is to a client: STORE_UNAVAILABLE where it cannot be reached or takes too long, which the
 * log then has; REQUEST_INVALID for values that PostgreSQL does not take. Everything else stays what it is.
 */
function explainStoreError(error: unknown, request: FastifyRequest): unknown {
  if (isAiwatchError(error) || isOfFastify(error) || isMistake(error)) return error;
  const where = `${request.method} ${request.routeOptions.url ?? 'this path'}`;
  if (isStoreOutage(error)) {
    request.log.warn({ err: error, requestId: request.id }, 'the store does not answer');
    return new AiwatchError('STORE_UNAVAILABLE', { where, found: 'none', cause: error });
  }
  return classifyFailure(error) === 'data'
    ? new AiwatchError('REQUEST_INVALID', { where, found: 'a value that it refuses', cause: error })
    : error;
}

function isOfFastify(error: unknown): boolean {
  const { code, validation } = error as { readonly code?: unknown; readonly validation?: unknown };
  return validation !== undefined || (typeof code === 'string' && code.startsWith('FST_'));
}

/** A mistake of ours, which the log is to have. */
function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}

const plugin: FastifyPluginCallback = (app, _options, done) => {
  app.setErrorHandler((error, request, reply) =>
    answerError(explainStoreError(error, request), request, reply),
  );
  done();
};

/** For the routes that ask the store, in the scope that it is registered in. */
export const storeErrorPlugin = fastifyPlugin(plugin, { name: 'aiwatch-store-errors', fastify: '>=5' });
