import type { FastifyReply } from 'fastify';
import { AiwatchError } from '../../errors.ts';
import type { RateState } from './rate-limits.ts';

/** Says by headers how the request stands, and throws RATE_LIMITED where it is one too many. */
export function applyRate(where: string, reply: FastifyReply, state: RateState): void {
  const { isExceeded, limit, remaining, resetSeconds } = state;
  reply.headers({
    'x-ratelimit-limit': limit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': resetSeconds,
  });
  if (!isExceeded) return;
  reply.header('retry-after', resetSeconds);
  throw new AiwatchError('RATE_LIMITED', {
    where,
    expected: `at most ${limit} requests a minute`,
    found: 'more',
  });
}
