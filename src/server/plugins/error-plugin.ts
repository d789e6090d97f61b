import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AiwatchError } from '../../errors.ts';
import { buildErrorBody, explainError, statusOf } from './error-body.ts';

/** When a client should ask again that was refused for a reason which passes. */
const RETRY_AFTER_SECONDS = 5;

const UNAVAILABLE = 503;
const INTERNAL = 500;

/** Answers any error as `{ error, message, … }`; of what nobody expected the client gets no more than an id. */
export async function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const explained = explainError(error, request);
  if (explained === undefined) return answerFailure(error, request, reply);
  const status = statusOf(explained);
  if (status === UNAVAILABLE && !reply.hasHeader('retry-after'))
    reply.header('retry-after', RETRY_AFTER_SECONDS);
  await reply.code(status).type('application/json; charset=utf-8').send(buildErrorBody(explained));
}

async function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  request.log.error({ err: error, requestId: request.id }, 'a request failed');
  const where = `${request.method} ${request.routeOptions.url ?? 'this path'}`;
  const failure = new AiwatchError('INTERNAL_FAILURE', { where, found: 'one' });
  const { error: code, message } = buildErrorBody(failure);
  await reply
    .code(INTERNAL)
    .type('application/json; charset=utf-8')
    .send({ error: code, message, id: request.id });
}

async function answerUnknown(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const error = new AiwatchError('ROUTE_UNKNOWN', { where: 'the request', found: 'none' });
  await answerError(error, request, reply);
}

/** Gives all errors of routes one shape, those of routes that are not there too. */
const plugin: FastifyPluginCallback = (app: FastifyInstance, _options, done) => {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknown);
  done();
};

export const errorPlugin = fastifyPlugin(plugin, { name: 'aiwatch-errors', fastify: '>=5' });
