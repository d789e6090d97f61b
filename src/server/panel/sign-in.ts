import type { FastifyReply, FastifyRequest } from 'fastify';
import { PANEL_ROLES, type PanelRole, type SignInRequest } from '../../api/session.ts';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import { applyRate } from '../access/apply-rate.ts';
import type { Identity } from '../access/identity.ts';
import { buildCookie, SESSION_COOKIE } from '../access/panel-cookie.ts';
import type { SessionToken } from '../tokens/session-token.ts';
import { redeemSignInCode } from '../tokens/sign-in-codes.ts';
import type { NewSession, SessionTokens } from './panel-sessions.ts';
import { publicAddressOf } from './public-address.ts';

/** The role, where it may use the panel. Throws ROLE_REFUSED for a service. */
export function panelRoleOf(where: string, { role }: Pick<Identity, 'role'>): PanelRole {
  const known = PANEL_ROLES.find(one => one === role);
  if (known !== undefined) return known;
  const expected = `the role ${PANEL_ROLES.join(' or ')}`;
  throw new AiwatchError('ROLE_REFUSED', { where, expected, found: `the role ${role}` });
}

/** Whom a token or a code signs in. Rejects with TOKEN_…, SIGN_IN_CODE_INVALID or ROLE_REFUSED. */
export async function readSignIn(
  where: string,
  body: SignInRequest,
  { verify, keyFile }: Pick<SessionTokens, 'verify' | 'keyFile'>,
): Promise<NewSession> {
  if ('code' in body) return { ...(await redeemSignInCode(keyFile, body.code, { where })), way: 'code' };
  const identity = await verify(where, body.token);
  const { userId, tokenId, expiresMs } = identity;
  const role = panelRoleOf(where, identity);
  return { role, userId, way: 'token', parentId: tokenId, untilMs: expiresMs };
}

/** Counts a sign-in that failed against its address, and logs it. Throws RATE_LIMITED, or else what it failed by. */
export async function refuseSignIn(
  where: string,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<never> {
  const code = isAiwatchError(error) ? error.code : 'failed';
  request.log.info({ signIn: code, where, clientIp: request.ip }, 'sign-in refused');
  applyRate(where, reply, await request.server.gate.limiter.countRefusal(request));
  throw error;
}

/**
 * Counts a sign-in that is granted: by the token that it is made with, or by the user. A code without a user needs no
 * count, as it serves once. Throws RATE_LIMITED.
 */
export async function countSignIn(
  where: string,
  request: FastifyRequest,
  reply: FastifyReply,
  { role, userId, parentId, untilMs = Number.POSITIVE_INFINITY }: NewSession,
): Promise<void> {
  if (parentId === undefined && userId === undefined) return;
  request.identity = { role, userId, tokenId: parentId ?? `user:${userId}`, expiresMs: untilMs };
  applyRate(where, reply, await request.server.gate.limiter.countToken(request));
}

/** Gives the browser the cookie of a session. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, session: SessionToken): void {
  const { token: value, expiresMs } = session;
  const { isSecure } = publicAddressOf(request);
  reply.header('set-cookie', buildCookie(SESSION_COOKIE, { value, expiresMs, isSecure }));
}

/** Puts it into the log who is signed in from now on. */
export function logSignIn(request: FastifyRequest, { facts }: SessionToken): void {
  const { sessionId, role, userId, way } = facts;
  request.log.info({ signIn: 'granted', way, role, userId, sessionId, clientIp: request.ip }, 'signed in');
}
