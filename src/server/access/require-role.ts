import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { AiwatchError, type ErrorCode, isAiwatchError } from '../../errors.ts';
import { applyRate } from './apply-rate.ts';
import type { Identity, Role } from './identity.ts';
import { bearerOfRequest, isByCookie, tokenOfRequest } from './panel-cookie.ts';
import { checkRequestOrigin } from './request-origin.ts';

/** RFC 6750 section 3. */
const CHALLENGE = 'Bearer realm="aiwatch"';

/** That of the header, or of the panel's cookie where our own pages ask. */
function tokenOf(where: string, request: FastifyRequest): string {
  const isCookie = isByCookie(request.headers);
  if (isCookie) checkRequestOrigin(where, request);
  const token = isCookie ? tokenOfRequest(request.headers) : bearerOfRequest(request.headers);
  if (token !== undefined) return token;
  throw new AiwatchError('TOKEN_MISSING', { where, found: 'none' });
}

/** No token helps whoever asks from elsewhere. */
const ORIGIN_CODES: readonly ErrorCode[] = ['ORIGIN_REFUSED', 'HOST_REFUSED'];

function logDecision(request: FastifyRequest, where: string, decision: string): void {
  const { role, tokenId, userId } = request.identity ?? {};
  request.log.info({ access: decision, where, role, tokenId, userId, clientIp: request.ip }, 'access');
}

/** A valid token gets in, however many others from its address failed: many share one address. */
async function identify(where: string, request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
  const { verify, limiter } = request.server.gate;
  try {
    return await verify(where, tokenOf(where, request));
  } catch (error) {
    if (!isAiwatchError(error) || error.code === 'TOKEN_KEYS_UNREACHABLE') throw error;
    applyRate(where, reply, await limiter.countRefusal(request));
    if (ORIGIN_CODES.includes(error.code)) throw error;
    reply.header(
      'www-authenticate',
      error.code === 'TOKEN_MISSING' ? CHALLENGE : `${CHALLENGE}, error="invalid_token"`,
    );
    throw error;
  }
}

async function admit(
  where: string,
  roles: readonly Role[],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  request.identity = await identify(where, request, reply);
  applyRate(where, reply, await request.server.gate.limiter.countToken(request));
  const { role } = request.identity;
  if (roles.includes(role)) return;
  const expected = `a token with the role ${roles.join(' or ')}`;
  throw new AiwatchError('ROLE_REFUSED', { where, expected, found: `the role ${role}` });
}

/**
 * Lets in, before the body is read, whoever has a token of one of these roles; `request.identity` says who. Others get
 * 401 (no valid token), 403 (another role) or 429 (too many requests). Every decision is logged, without the token.
 */
export function requireRole(where: string, ...roles: readonly Role[]): onRequestAsyncHookHandler {
  return async (request, reply) => {
    try {
      await admit(where, roles, request, reply);
      logDecision(request, where, 'granted');
    } catch (error) {
      logDecision(request, where, isAiwatchError(error) ? error.code : 'failed');
      throw error;
    }
  };
}
