import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { AiwatchError, reasonOf, reasonOfFetch } from '../../errors.ts';
import { isLoopbackHost } from '../../metrics/index.ts';
import type { OidcConfig } from '../access/auth-config.ts';
import { hostNameOf } from '../access/request-host.ts';

/** What a sign-in has to remember until the browser comes back. */
interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  /** The verifier of PKCE (RFC 7636). */
  readonly verifier: string;
}

/** Claims about a person, of the ID token and of the user info endpoint together. */
export type OidcClaims = Readonly<Record<string, unknown>>;

/** Talks to an identity provider. */
export interface OidcClient {
  /** Where to send the browser. Rejects with OIDC_UNREACHABLE. */
  begin(redirectUri: string): Promise<{ readonly url: string; readonly checks: OidcChecks }>;
  /** Takes the URL that the browser came back with. Rejects with OIDC_FAILED and OIDC_UNREACHABLE. */
  finish(url: URL, checks: OidcChecks): Promise<OidcClaims>;
}

/** How long an identity provider has to answer. */
const TIMEOUT_SECONDS = 5;

/** Codes of openid-client for an answer that never came. */
const UNREACHABLE_CODES = ['OAUTH_TIMEOUT'];

function unreachable(where: string, cause: unknown): AiwatchError {
  return new AiwatchError('OIDC_UNREACHABLE', { where, found: reasonOfFetch(cause), cause });
}

/** What openid-client and the provider say, without what they quote: a code such as `access_denied`. */
function failed(where: string, cause: unknown): AiwatchError {
  const code = reasonOf(cause);
  if (cause instanceof TypeError || UNREACHABLE_CODES.includes(code)) return unreachable(where, cause);
  const answer = (cause as { readonly error?: unknown }).error;
  const found = typeof answer === 'string' && /^[\w-]{1,64}$/.test(answer) ? answer : code;
  return new AiwatchError('OIDC_FAILED', { where, found, cause });
}

async function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<Configuration> {
  const url = new URL(issuer);
  const isLocal = url.protocol === 'http:' && isLoopbackHost(hostNameOf(url.host));
  return discovery(url, clientId, clientSecret, undefined, {
    timeout: TIMEOUT_SECONDS,
    // The signature of the ID token is checked too, whatever the way by which it came.
    execute: [enableNonRepudiationChecks, ...(isLocal ? [allowInsecureRequests] : [])],
  });
}

/** Asks the user info endpoint too, where there is one: many providers have roles only there. */
async function readClaims(
  provider: Configuration,
  idToken: OidcClaims,
  accessToken: string,
): Promise<OidcClaims> {
  if (provider.serverMetadata().userinfo_endpoint === undefined) return idToken;
  const info = await fetchUserInfo(provider, accessToken, String(idToken['sub']));
  return { ...info, ...idToken };
}

/** Makes a client; the provider is asked for its metadata at the first sign-in, and again after it could not be reached. */
export function createOidcClient(config: OidcConfig): OidcClient {
  let known: Promise<Configuration> | undefined;
  const provider = async (): Promise<Configuration> => {
    known ??= discover(config);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw unreachable(config.issuer, error);
    }
  };
  return {
    begin: async redirectUri => {
      const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: config.scopes.join(' '),
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, checks };
    },
    finish: async (url, { state, nonce, verifier }) => {
      const found = await provider();
      try {
        const tokens = await authorizationCodeGrant(found, url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return await readClaims(found, tokens.claims() ?? {}, tokens.access_token);
      } catch (error) {
        throw failed(config.issuer, error);
      }
    },
  };
}
