import { decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import type { JwksConfig } from '../access/auth-config.ts';
import type { Identity } from '../access/identity.ts';
import { claimNamesOf, OWN_CLAIMS, readIdentity } from './claims.ts';
import { OWN_ISSUER } from './issue-token.ts';
import type { IssuedTokens } from './issued-file.ts';
import type { SigningKeys } from './key-file.ts';

import { PARENT_CLAIM } from './session-token.ts';
import { type CheckedToken, createTokenMemory } from './token-memory.ts';

/** What tokens are checked against, as it is now. */
export interface VerificationSources {
  readonly keys: () => SigningKeys;
  readonly issued: () => IssuedTokens;
  readonly jwks?: { readonly config: JwksConfig; readonly find: JWTVerifyGetKey } | undefined;
}

/** Rejects with TOKEN_…; none of its errors quotes the token. */
export type VerifyToken = (where: string, token: string) => Promise<Identity>;

/** How far the clocks of two machines may differ. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** Beyond it nobody needs to look at what was sent; tokens of identity providers have a few KiB. */
const MAX_TOKEN_LENGTH = 16 * 1024;

const TIMES = { clockTolerance: CLOCK_TOLERANCE_SECONDS, requiredClaims: ['exp'] };

function invalid(where: string, found: string, cause?: unknown): AiwatchError {
  return new AiwatchError('TOKEN_INVALID', { where, found, cause });
}

function headerOf(where: string, token: string): { readonly alg?: unknown; readonly kid?: unknown } {
  try {
    if (token.length <= MAX_TOKEN_LENGTH) return decodeProtectedHeader(token);
  } catch {
    // Not a JWT: the same answer.
  }
  throw invalid(where, 'something else');
}

async function verifyOwn(where: string, token: string, keys: SigningKeys): Promise<JWTPayload> {
  const { kid } = headerOf(where, token);
  const key = keys.find(one => one?.kid === kid);
  if (key === undefined) throw invalid(where, 'one signed by a key that is not kept any more');
  const options = {
    ...TIMES,
    algorithms: ['HS256'],
    issuer: OWN_ISSUER,
    requiredClaims: ['exp', 'iat', 'jti'],
  };
  return (await jwtVerify(token, key.secret, options)).payload;
}

async function verifyForeign(
  token: string,
  { config, find }: NonNullable<VerificationSources['jwks']>,
): Promise<JWTPayload> {
  const { issuer, audience } = config;
  const options = { ...TIMES, algorithms: ['RS256', 'ES256'], audience };
  return (await jwtVerify(token, find, { ...options, ...(issuer !== undefined && { issuer }) })).payload;
}

/** What jose says, in our codes; its messages name claims and never values. */
function explain(where: string, error: unknown): unknown {
  if (isAiwatchError(error)) return error;
  if (error instanceof errors.JWTExpired)
    return new AiwatchError('TOKEN_EXPIRED', { where, found: 'one that has expired' });
  if (error instanceof errors.JOSEError) return invalid(where, `one that fails (${error.code})`, error);
  return invalid(where, 'one that cannot be checked', error);
}

/**
 * Makes what checks tokens. The algorithm decides which keys are looked at, and each kind of key has its own list of
 * algorithms: HS256 only ever meets our own keys, RS256 and ES256 only those of the identity provider.
 */
export function createVerifier({ keys, issued, jwks }: VerificationSources): VerifyToken {
  const foreignNames = jwks && claimNamesOf(jwks.config);
  const memory = createTokenMemory();
  const checkOwn = async (where: string, token: string): Promise<CheckedToken> => {
    const usedKeys = keys();
    const known = memory.find(token, usedKeys);
    if (known !== undefined) return known;
    const claims = await verifyOwn(where, token, usedKeys);
    const parent = claims[PARENT_CLAIM];
    const checked = {
      identity: readIdentity(where, claims, OWN_CLAIMS),
      parentId: typeof parent === 'string' ? parent : undefined,
    };
    memory.keep(token, usedKeys, checked);
    return checked;
  };
  const isRevoked = (id: string | undefined) => id !== undefined && issued().get(id)?.revokedMs !== undefined;
  const check = async (where: string, token: string): Promise<Identity> => {
    const { alg } = headerOf(where, token);
    if (alg === 'HS256') {
      const { identity, parentId } = await checkOwn(where, token);
      if (!isRevoked(identity.tokenId) && !isRevoked(parentId)) return identity;
      throw new AiwatchError('TOKEN_REVOKED', { where, found: 'one that was revoked' });
    }
    if ((alg === 'RS256' || alg === 'ES256') && jwks !== undefined)
      return readIdentity(where, await verifyForeign(token, jwks), foreignNames!);
    throw invalid(where, 'one signed in a way that is not taken');
  };
  return (where, token) =>
    check(where, token).catch(error => {
      throw explain(where, error);
    });
}
