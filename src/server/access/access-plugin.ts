import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { VerifyToken } from '../tokens/verify-token.ts';
import { DEFAULT_RATE_LIMITS, type RateLimits } from './auth-config.ts';
import { createRateLimiter, type RateLimiter } from './rate-limits.ts';

export interface AccessPluginOptions {
  readonly verify: VerifyToken;
  readonly rateLimits?: RateLimits | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** What `requireRole` asks. */
    readonly gate: { readonly verify: VerifyToken; readonly limiter: RateLimiter };
  }
}

/** Lets routes ask for roles by `requireRole`; to be registered before them. */
export function createAccessPlugin({
  verify,
  rateLimits = DEFAULT_RATE_LIMITS,
}: AccessPluginOptions): FastifyPluginAsync {
  const plugin = async (app: FastifyInstance): Promise<void> => {
    app.decorateRequest('identity', null);
    app.decorate('gate', { verify, limiter: await createRateLimiter(app, rateLimits) });
  };
  return fastifyPlugin(plugin, { name: 'aiwatch-access', fastify: '>=5' });
}
