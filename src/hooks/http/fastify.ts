import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { runInNewContext } from '../../events/index.ts';
import type { MetricsHandler } from '../../metrics/index.ts';
import { createHttpHook, type HttpHookOptions } from './http-hook.ts';

export interface FastifyHookOptions {
  /** Where the exposition is served; false where it is served elsewhere. @default '/metrics' */
  readonly metricsPath?: string | false;
}

/**
 * Makes the Fastify plugin: it observes every route of the instance that it is registered in, those registered before
 * included, and serves `/metrics`, which is measured like any other. Routes registered after it start their counters
 * at 0. To be registered first: a hook in front of it may answer without its knowing. Paths that are malformed Fastify
 * refuses before any hook.
 */
export function createFastifyPlugin(
  options: HttpHookOptions & { readonly metricsHandler: MetricsHandler; readonly metricsPath: string },
): FastifyPluginCallback<FastifyHookOptions> {
  const hook = createHttpHook('fastify', options);

  const plugin: FastifyPluginCallback<FastifyHookOptions> = (
    app,
    { metricsPath = options.metricsPath },
    done,
  ) => {
    app.addHook('onRoute', ({ method, url }) => {
      // The HEAD routes that Fastify adds would double the series, and hardly anybody asks for them.
      for (const one of [method].flat()) if (one !== 'HEAD') hook.announceRoute(one, url);
    });
    app.addHook('onRequest', (request, reply, next) => {
      const context = hook.contextOf(request.raw, request.id);
      hook.observe(request.raw, reply.raw, context, { routeOf: () => routeOf(request), ip: request.ip });
      if (context === undefined) next();
      else runInNewContext(context, next);
    });
    if (metricsPath !== false) {
      app.get(metricsPath, { logLevel: 'warn' }, (request, reply) =>
        serve(options.metricsHandler, request, reply),
      );
    }
    done();
  };
  return fastifyPlugin(plugin, { name: 'aiwatch', fastify: '>=5' });
}

/** Outside of Fastify's life cycle: compression or serialisation of the application's would only be in the way. */
async function serve(
  handler: MetricsHandler,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.hijack();
  await handler(request.raw, reply.raw);
  return reply;
}

function routeOf(request: FastifyRequest): string | undefined {
  return request.is404 ? undefined : request.routeOptions.url;
}
