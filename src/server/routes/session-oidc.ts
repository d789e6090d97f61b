import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import type { OidcConfig } from '../access/auth-config.ts';
import { buildCookie, clearCookie, readCookie } from '../access/panel-cookie.ts';
import { isForeignHost } from '../access/request-host.ts';
import { sendMessagePage, wantsPage } from '../panel/message-page.ts';
import type { OidcClient } from '../panel/oidc-client.ts';
import { readOidcSession } from '../panel/oidc-session.ts';
import {
  OIDC_COOKIE,
  OIDC_STATE_TTL_MS,
  readOidcState,
  safeReturnPath,
  signOidcState,
} from '../panel/oidc-state.ts';
import type { PanelSessions, SessionTokens } from '../panel/panel-sessions.ts';
import { publicAddressOf } from '../panel/public-address.ts';
import { countSignIn, logSignIn, refuseSignIn, setSessionCookie } from '../panel/sign-in.ts';
import { buildErrorBody, statusOf } from '../plugins/error-body.ts';
import { sessionSchemas } from '../schemas/session-schemas.ts';
import { SESSION_PATH } from './session.ts';

export const OIDC_PATH = `${SESSION_PATH}/oidc`;
const CALLBACK_PATH = `${OIDC_PATH}/callback`;

export interface OidcRouteOptions {
  readonly tokens: SessionTokens;
  readonly sessions: PanelSessions;
  /** Undefined where none is configured. */
  readonly oidc?: { readonly config: OidcConfig; readonly client: OidcClient } | undefined;
  /** How long a session lasts. */
  readonly ttlMs: number;
}

type Handler<Request> = (request: Request, reply: FastifyReply, where: string) => Promise<FastifyReply>;

/** Answers a refusal by a page, with the way back, where a browser came; else as all errors are. */
function answerRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!isAiwatchError(error) || !wantsPage(request.headers)) throw error;
  request.log.warn({ err: error }, 'a sign-in by the identity provider failed');
  return sendMessagePage(reply, {
    statusCode: statusOf(error),
    title: 'Not signed in',
    paragraphs: [buildErrorBody(error).message],
    link: { href: '/', text: 'Back to the sign-in page' },
  });
}

/** A route that a browser is led to; what fails there counts as a sign-in that was refused. */
function forBrowsers<Request extends FastifyRequest>(where: string, handler: Handler<Request>) {
  return async (request: Request, reply: FastifyReply): Promise<FastifyReply> => {
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    try {
      if (isForeignHost(request.raw, request.host, request.server.gate.publicUrl))
        throw new AiwatchError('HOST_REFUSED', { where, found: 'another one' });
      return await handler(request, reply, where);
    } catch (error) {
      return refuseSignIn(where, request, reply, error).catch(refusal =>
        answerRefusal(refusal, request, reply),
      );
    }
  };
}

function configured(where: string, { oidc }: OidcRouteOptions): NonNullable<OidcRouteOptions['oidc']> {
  if (oidc !== undefined) return oidc;
  throw new AiwatchError('OIDC_NOT_CONFIGURED', { where, found: 'none' });
}

/** `/api/v1/session/oidc`: to the identity provider, and back from it at `/callback`. */
export function createOidcRoutes(options: OidcRouteOptions): FastifyPluginCallback {
  const { tokens, sessions, ttlMs } = options;
  return (app, _options, done) => {
    app.get<{ Querystring: { readonly returnTo?: string } }>(
      OIDC_PATH,
      { schema: sessionSchemas.oidcStart, exposeHeadRoute: false },
      forBrowsers(`GET ${OIDC_PATH}`, async (request, reply, where) => {
        const { client, config } = configured(where, options);
        const address = publicAddressOf(request);
        const redirectUri = config.redirectUrl ?? `${address.url}${CALLBACK_PATH}`;
        const { url, checks } = await client.begin(redirectUri);
        const { returnTo } = request.query as { readonly returnTo?: string };
        const state = { ...checks, redirectUri, returnTo: safeReturnPath(returnTo) };
        const value = await signOidcState(tokens.activeKey(), state);
        const expiresMs = Date.now() + OIDC_STATE_TTL_MS;
        const cookie = buildCookie(OIDC_COOKIE, { value, expiresMs, isSecure: address.isSecure });
        return reply.header('set-cookie', cookie).redirect(url);
      }),
    );
    app.get(
      CALLBACK_PATH,
      { schema: sessionSchemas.oidcCallback, exposeHeadRoute: false },
      forBrowsers(`GET ${CALLBACK_PATH}`, async (request, reply, where) => {
        const { client, config } = configured(where, options);
        const cookie = readCookie(request.headers, OIDC_COOKIE);
        // It serves once, whatever comes of it.
        reply.header('set-cookie', clearCookie(OIDC_COOKIE));
        const state = await readOidcState(where, tokens.activeKey(), cookie);
        const url = new URL(state.redirectUri);
        url.search = new URL(request.url, url).search;
        const claims = await client.finish(url, state);
        const wanted = readOidcSession(where, claims, config, ttlMs);
        await countSignIn(where, request, reply, wanted);
        const session = await sessions.begin(wanted);
        setSessionCookie(request, reply, session);
        logSignIn(request, session);
        return reply.redirect(state.returnTo);
      }),
    );
    done();
  };
}
