import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import type { Admission, LiveAccess } from '../../live/index.ts';
import { type Identity, identityOf } from '../access/identity.ts';
import { isByCookie, tokenOfRequest } from '../access/panel-cookie.ts';
import { checkPage } from '../access/request-origin.ts';
import type { VerifyToken } from '../tokens/verify-token.ts';

export interface LiveAccessOptions {
  readonly verify: VerifyToken;
  /** The server as people reach it, where its own Host does not say. */
  readonly publicUrl?: string | undefined;
  readonly log: Pick<FastifyBaseLogger, 'info'>;
}

/** The same for sockets and for routes. */
export interface ServerLiveAccess extends LiveAccess {
  /** Of a request that `requireRole` has let in, and logged. */
  admissionOf(where: string, request: Pick<FastifyRequest, 'identity' | 'headers'>): Admission;
}

/**
 * Lets administrators follow the live feed: by a token, or by the panel's cookie, which counts for our own pages only.
 * Every decision is logged, without the token.
 */
export function createLiveAccess({ verify, publicUrl, log }: LiveAccessOptions): ServerLiveAccess {
  const identify = async (where: string, token: string | undefined): Promise<Identity> => {
    if (token === undefined) throw new AiwatchError('TOKEN_MISSING', { where, found: 'none' });
    const identity = await verify(where, token);
    if (identity.role === 'admin') return identity;
    const expected = 'a token with the role admin';
    throw new AiwatchError('ROLE_REFUSED', { where, expected, found: `the role ${identity.role}` });
  };
  return {
    admit: async (where, headers, givenToken) => {
      try {
        const token = givenToken ?? tokenOf(where, headers, publicUrl);
        const { expiresMs, role, tokenId, userId } = await identify(where, token);
        log.info({ access: 'granted', where, role, tokenId, userId }, 'access');
        return { expiresMs, check: async () => void (await identify(where, token)) };
      } catch (error) {
        log.info({ access: isAiwatchError(error) ? error.code : 'failed', where }, 'access');
        throw error;
      }
    },
    admissionOf: (where, request) => {
      const token = tokenOfRequest(request.headers);
      return {
        expiresMs: identityOf(request).expiresMs,
        check: async () => void (await identify(where, token)),
      };
    },
    logService: (where, service, decision) => log.info({ access: decision, where, service }, 'access'),
  };
}

/** Throws ORIGIN_REFUSED where a page of others would use the cookie. */
function tokenOf(
  where: string,
  headers: IncomingHttpHeaders,
  publicUrl: string | undefined,
): string | undefined {
  if (isByCookie(headers)) checkPage(where, { method: 'GET', headers, host: headers.host ?? '' }, publicUrl);
  return tokenOfRequest(headers);
}
