import { AiwatchError, isAiwatchError } from '../../errors.ts';
import type { OidcConfig } from '../access/auth-config.ts';
import { claimNamesOf, readIdentity } from '../tokens/claims.ts';
import type { OidcClaims } from './oidc-client.ts';
import type { NewSession } from './panel-sessions.ts';
import { panelRoleOf } from './sign-in.ts';

/**
 * Whom the claims of an identity provider sign in. The session is not renewed: who loses a role there keeps it here for
 * the time of one session at the most. Throws OIDC_ROLE_MISSING and ROLE_REFUSED.
 */
export function readOidcSession(
  where: string,
  claims: OidcClaims,
  config: OidcConfig,
  ttlMs: number,
): NewSession {
  try {
    const identity = readIdentity(where, claims, claimNamesOf(config));
    const role = panelRoleOf(where, identity);
    return { role, userId: identity.userId, way: 'oidc', untilMs: Date.now() + ttlMs };
  } catch (error) {
    if (!isAiwatchError(error) || error.code !== 'TOKEN_INVALID') throw error;
    const { expected } = error;
    throw new AiwatchError('OIDC_ROLE_MISSING', { where, expected, found: 'a person without' });
  }
}
