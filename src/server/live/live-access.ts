import type { FastifyBaseLogger } from 'fastify';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import type { LiveAccess } from '../../live/index.ts';
import type { Identity } from '../access/identity.ts';
import type { VerifyToken } from '../tokens/verify-token.ts';
import { liveTokenOf } from './live-token.ts';

/** Lets administrators follow the live feed. Every decision is logged, without the token. */
export function createLiveAccess(verify: VerifyToken, log: Pick<FastifyBaseLogger, 'info'>): LiveAccess {
  const identify = async (where: string, token: string | undefined): Promise<Identity> => {
    if (token === undefined) throw new AiwatchError('TOKEN_MISSING', { where, found: 'none' });
    const identity = await verify(where, token);
    if (identity.role === 'admin') return identity;
    const expected = 'a token with the role admin';
    throw new AiwatchError('ROLE_REFUSED', { where, expected, found: `the role ${identity.role}` });
  };
  return {
    admit: async (where, headers, token = liveTokenOf(headers)) => {
      try {
        const { expiresMs, role, tokenId, userId } = await identify(where, token);
        log.info({ access: 'granted', where, role, tokenId, userId }, 'access');
        return { expiresMs, check: async () => void (await identify(where, token)) };
      } catch (error) {
        log.info({ access: isAiwatchError(error) ? error.code : 'failed', where }, 'access');
        throw error;
      }
    },
  };
}
