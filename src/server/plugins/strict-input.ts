import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { AiwatchError } from '../../errors.ts';
import { convertQuery } from './convert-query.ts';

function malformed(where: string, expected: string): AiwatchError {
  return new AiwatchError('REQUEST_MALFORMED', { where, expected, found: 'something else' });
}

/** Escapes that are no UTF-8 would reach routes as they are, and NUL is a text that PostgreSQL cannot keep. */
function checkUrl(url: string): void {
  if (!url.includes('%')) return;
  let text: string;
  try {
    text = decodeURIComponent(url);
  } catch {
    throw malformed('the URL', 'escapes (%…) that are UTF-8');
  }
  if (text.includes('\0')) throw malformed('the URL', 'no NUL character (%00)');
}

const plugin: FastifyPluginCallback = (app: FastifyInstance, _options, done) => {
  app.addHook('onRequest', async request => checkUrl(request.url));
  app.addHook('preValidation', async request => {
    const schema = request.routeOptions.schema?.querystring;
    request.query = convertQuery(request.query, schema);
  });
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, parsed) => {
    if (isUtf8(body)) void parseJson(request, body.toString('utf8'), parsed);
    else parsed(malformed('the body', 'UTF-8'));
  });
  done();
};

/**
 * Takes requests at their word: bodies are UTF-8 and are not converted to what a schema wants, URLs decode, and only the
 * texts of a query become the numbers and booleans of its schema.
 */
export const strictInputPlugin = fastifyPlugin(plugin, { name: 'aiwatch-strict-input', fastify: '>=5' });
