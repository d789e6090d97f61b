import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type JWTVerifyGetKey,
} from 'jose';
import { AiwatchError, reasonOf } from '../../errors.ts';

/** How long an identity provider has to answer. */
const TIMEOUT_MS = 5000;
/** Keys are asked for again after so long, in the background. */
const REFRESH_AFTER_MS = 10 * 60 * 1000;
/** A key that is not known makes aiwatch ask no more often than this; so does a provider that does not answer. */
const ASK_AGAIN_AFTER_MS = 30 * 1000;

/**
 * Finds the keys that an identity provider publishes. Those known go on verifying while it cannot be reached; for others
 * it rejects with TOKEN_KEYS_UNREACHABLE then.
 */
export function createJwks(url: string, askAgainAfterMs = ASK_AGAIN_AFTER_MS): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    // Age is looked after here: an outage must not make known keys unknown.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: askAgainAfterMs,
  });
  let askedMs = Number.NEGATIVE_INFINITY;
  let failure: unknown;

  const ask = async (): Promise<void> => {
    askedMs = performance.now();
    try {
      await remote.reload();
      failure = undefined;
    } catch (error) {
      failure = error;
    }
  };
  const findKnown = async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    const known = remote.jwks();
    return known === undefined ? undefined : createLocalJWKSet(known)(header, token).catch(ignoreUnknown);
  };
  return async (header, token) => {
    const ageMs = performance.now() - askedMs;
    const key = await findKnown(header, token);
    if (key !== undefined) {
      if (ageMs > REFRESH_AFTER_MS) void ask();
      return key;
    }
    if (ageMs > askAgainAfterMs || remote.reloading) await ask();
    const asked = await findKnown(header, token);
    if (asked !== undefined) return asked;
    if (failure === undefined) throw new errors.JWKSNoMatchingKey();
    throw new AiwatchError('TOKEN_KEYS_UNREACHABLE', { where: url, found: reasonOf(failure) });
  };
}

function ignoreUnknown(error: unknown): undefined {
  if (error instanceof errors.JWKSNoMatchingKey) return undefined;
  throw error;
}
