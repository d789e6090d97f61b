import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RateLimits } from './auth-config.ts';
import { identityOf, type Role } from './identity.ts';

/** How a request stands to its limit. */
export interface RateState {
  readonly isExceeded: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until the count begins anew. */
  readonly resetSeconds: number;
}

/** Counts a request; each call counts one. */
export interface RateLimiter {
  countToken(request: FastifyRequest): Promise<RateState>;
  countRefusal(request: FastifyRequest): Promise<RateState>;
}

const WINDOW_MS = 60_000;
/** Tokens and addresses that are counted at once; beyond, the one that was not seen for longest is forgotten. */
const MAX_KEYS = 10_000;

type Count = (request: FastifyRequest) => Promise<RateState>;

/** Prepares counting by tokens, with a limit for each role, and by addresses for those without. */
export async function createRateLimiter(app: FastifyInstance, limits: RateLimits): Promise<RateLimiter> {
  await app.register(rateLimit, { global: false });
  const create = (max: number, keyOf?: (request: FastifyRequest) => string): Count => {
    const options = { max, timeWindow: WINDOW_MS, cache: MAX_KEYS };
    const count = app.createRateLimit({ ...options, ...(keyOf !== undefined && { keyGenerator: keyOf }) });
    return async request => {
      const state = await count(request);
      // Only where keys are exempt, which none is.
      if (state.isAllowed) return { isExceeded: false, limit: max, remaining: max, resetSeconds: 1 };
      const { isExceeded, remaining, ttlInSeconds } = state;
      return { isExceeded, limit: max, remaining, resetSeconds: Math.max(1, ttlInSeconds) };
    };
  };
  const byToken = (role: Role) => create(limits[role], request => identityOf(request).tokenId);
  const roles = { admin: byToken('admin'), user: byToken('user'), service: byToken('service') };
  return {
    countToken: request => roles[identityOf(request).role](request),
    countRefusal: create(limits.refused),
  };
}
