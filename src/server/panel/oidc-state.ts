import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { AiwatchError } from '../../errors.ts';
import type { PanelCookie } from '../access/panel-cookie.ts';
import type { SigningKey } from '../tokens/key-file.ts';

/** A sign-in by the identity provider that has begun in a browser. */
const schema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUri: z.string(),
  returnTo: z.string(),
});
export type OidcState = z.output<typeof schema>;

/** Lax: the browser comes back by a link of another site. */
export const OIDC_COOKIE: PanelCookie = { name: 'aiwatch-oidc', sameSite: 'lax' };

/** As long as people need to type a password and a second factor. */
export const OIDC_STATE_TTL_MS = 10 * 60_000;

/** Another issuer than that of tokens, so that this is none. */
const ISSUER = 'aiwatch/oidc';
const MS_PER_SECOND = 1000;

/** Signs the state for its cookie: nobody can plant one that this server did not begin. */
export async function signOidcState(key: SigningKey, state: OidcState): Promise<string> {
  return new SignJWT({ ...state })
    .setProtectedHeader({ alg: 'HS256', kid: key.kid })
    .setIssuer(ISSUER)
    .setExpirationTime(Math.floor((Date.now() + OIDC_STATE_TTL_MS) / MS_PER_SECOND))
    .sign(key.secret);
}

/** Reads the state of a cookie. Rejects with OIDC_STATE_INVALID. */
export async function readOidcState(
  where: string,
  key: SigningKey,
  cookie: string | undefined,
): Promise<OidcState> {
  if (cookie === undefined) throw new AiwatchError('OIDC_STATE_INVALID', { where, found: 'no cookie of it' });
  try {
    const options = { issuer: ISSUER, algorithms: ['HS256'], requiredClaims: ['exp'] };
    return schema.parse((await jwtVerify(cookie, key.secret, options)).payload);
  } catch {
    throw new AiwatchError('OIDC_STATE_INVALID', { where, found: 'a cookie that is not valid any more' });
  }
}

/** A path of the panel to come back to; anything that could lead elsewhere becomes `/`. */
export function safeReturnPath(path: string | undefined): string {
  // Two slashes, or a slash and a backslash, are the beginning of another host to a browser.
  return path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';
}
