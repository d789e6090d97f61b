import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { DEFAULTS } from '../../config/index.ts';
import type { VerifyToken } from '../tokens/verify-token.ts';
import type { RateLimits } from './auth-config.ts';
import { createRateLimiter, type RateLimiter } from './rate-limits.ts';

export interface AccessPluginOptions {
  readonly verify: VerifyToken;
  readonly rateLimits?: RateLimits | undefined;
  /** Where people reach the server, e.g. behind a proxy. @default under the name by which it is asked */
  readonly publicUrl?: string | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** What `requireRole` asks. */
    readonly gate: {
      readonly verify: VerifyToken;
      readonly limiter: RateLimiter;
      readonly publicUrl?: string | undefined;
    };
  }
}

/** Lets routes ask for roles by `requireRole`; to be registered before them. */
export function createAccessPlugin({
  verify,
  rateLimits = DEFAULTS.auth.requestsPerMinute,
  publicUrl,
}: AccessPluginOptions): FastifyPluginAsync {
  const plugin = async (app: FastifyInstance): Promise<void> => {
    app.decorateRequest('identity', null);
    app.decorate('gate', { verify, limiter: await createRateLimiter(app, rateLimits), publicUrl });
  };
  return fastifyPlugin(plugin, { name: 'aiwatch-access', fastify: '>=5' });
}
