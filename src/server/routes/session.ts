import type { FastifyPluginCallback, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { SessionAnswer, SignedInSession, SignInRequest, SignInWays } from '../../api/session.ts';
import { isAiwatchError } from '../../errors.ts';
import { applyRate } from '../access/apply-rate.ts';
import type { Identity } from '../access/identity.ts';
import {
  clearCookie,
  isByCookie,
  readCookie,
  SESSION_COOKIE,
  tokenOfRequest,
} from '../access/panel-cookie.ts';
import { checkForeignOrigin, checkRequestOrigin } from '../access/request-origin.ts';
import type { PanelSessions, SessionTokens } from '../panel/panel-sessions.ts';
import {
  countSignIn,
  logSignIn,
  panelRoleOf,
  readSignIn,
  refuseSignIn,
  setSessionCookie,
} from '../panel/sign-in.ts';
import { sessionSchemas } from '../schemas/session-schemas.ts';

export const SESSION_PATH = '/api/v1/session';

export interface SessionRouteOptions {
  readonly tokens: SessionTokens;
  readonly sessions: PanelSessions;
  /** Of aiwatch. */
  readonly version: string;
  /** Of the application that is watched. */
  readonly name: string;
  readonly ways: SignInWays;
}

/** A token and a code have a few hundred characters; those of identity providers a few thousand. */
const BODY_LIMIT_BYTES = 32 * 1024;

/** Nobody signs in for a page of another site. */
const guard = (where: string): onRequestAsyncHookHandler => {
  return async request => {
    if (isByCookie(request.headers)) checkRequestOrigin(where, request);
    else checkForeignOrigin(where, request, request.server.gate.publicUrl);
  };
};

/** Answers are about one person, and about now. */
const noStore = (reply: FastifyReply) => reply.header('cache-control', 'no-store');

/** `/api/v1/session`: who is signed in to the panel (GET), sign-in by a token or a code (POST), sign-out (DELETE). */
export function createSessionRoutes(options: SessionRouteOptions): FastifyPluginCallback {
  const { tokens, sessions, version, name, ways } = options;
  const base = { version, name, ways };
  const signedIn = (identity: Pick<Identity, 'role' | 'userId' | 'expiresMs'>): SignedInSession => ({
    signedIn: true,
    role: panelRoleOf(`GET ${SESSION_PATH}`, identity),
    userId: identity.userId ?? null,
    expires: new Date(identity.expiresMs).toISOString(),
    ...base,
  });

  /** Ends the session of the cookie, where there is one that is valid. */
  const endCookieSession = async (where: string, request: FastifyRequest): Promise<void> => {
    const token = readCookie(request.headers, SESSION_COOKIE);
    if (token === undefined) return;
    const isValid = await tokens.verify(where, token).then(
      () => true,
      () => false,
    );
    if (isValid) await sessions.end(token);
  };

  const readSession = async (request: FastifyRequest, reply: FastifyReply): Promise<SessionAnswer> => {
    const where = `GET ${SESSION_PATH}`;
    const token = tokenOfRequest(request.headers);
    if (token === undefined) return { signedIn: false, reason: null, ...base };
    request.identity = await tokens.verify(where, token);
    applyRate(where, reply, await request.server.gate.limiter.countToken(request));
    const answer = signedIn(request.identity);
    const renewed = isByCookie(request.headers) ? await sessions.renew(token) : undefined;
    if (renewed === undefined) return answer;
    setSessionCookie(request, reply, renewed);
    return { ...answer, expires: new Date(renewed.expiresMs).toISOString() };
  };

  return (app, _options, done) => {
    app.get(
      SESSION_PATH,
      { schema: sessionSchemas.read, onRequest: guard(`GET ${SESSION_PATH}`) },
      async (request, reply): Promise<SessionAnswer> => {
        noStore(reply);
        try {
          return await readSession(request, reply);
        } catch (error) {
          if (!isAiwatchError(error) || !OVER.includes(error.code)) throw error;
          applyRate(`GET ${SESSION_PATH}`, reply, await request.server.gate.limiter.countRefusal(request));
          if (isByCookie(request.headers)) reply.header('set-cookie', clearCookie(SESSION_COOKIE));
          return { signedIn: false, reason: error.code, ...base };
        }
      },
    );
    app.post<{ Body: SignInRequest }>(
      SESSION_PATH,
      {
        schema: sessionSchemas.signIn,
        bodyLimit: BODY_LIMIT_BYTES,
        onRequest: guard(`POST ${SESSION_PATH}`),
      },
      async (request, reply): Promise<SessionAnswer> => {
        const where = `POST ${SESSION_PATH}`;
        noStore(reply);
        const wanted = await readSignIn(where, request.body, tokens).catch(error =>
          refuseSignIn(where, request, reply, error),
        );
        await countSignIn(where, request, reply, wanted);
        await endCookieSession(where, request);
        const session = await sessions.begin(wanted);
        setSessionCookie(request, reply, session);
        logSignIn(request, session);
        return signedIn({ ...session.facts, expiresMs: session.expiresMs });
      },
    );
    app.delete(
      SESSION_PATH,
      { schema: sessionSchemas.signOut, onRequest: guard(`DELETE ${SESSION_PATH}`) },
      async (request, reply) => {
        await endCookieSession(`DELETE ${SESSION_PATH}`, request);
        return noStore(reply).header('set-cookie', clearCookie(SESSION_COOKIE)).code(204).send();
      },
    );
    done();
  };
}

/** A session, or a token, that does not count (any more): for the sign-in page, and no error. */
const OVER: readonly string[] = ['TOKEN_INVALID', 'TOKEN_EXPIRED', 'TOKEN_REVOKED', 'ROLE_REFUSED'];
