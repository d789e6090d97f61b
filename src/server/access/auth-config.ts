import type { Role } from './identity.ts';

/** Requests a minute, each at least 1. */
export type RateLimits = Readonly<Record<Role, number>> & {
  /** Requests without a valid token, of one address (of one /64 network with IPv6). */
  readonly refused: number;
};

/** Tokens of an identity provider, for single sign-on: RS256 or ES256, by the keys that it publishes. */
export interface JwksConfig {
  readonly url: string;
  /** What the claim `iss` must be. @default any */
  readonly issuer?: string | undefined;
  /** What the claim `aud` must be or contain: without it, a token made for any other application would do. */
  readonly audience: string;
  /** Claim with the role, or a list of roles; with dots for a claim within a claim, e.g. `realm_access.roles`. @default role */
  readonly roleClaim?: string | undefined;
  /** Claim with the id of the user. @default sub */
  readonly userClaim?: string | undefined;
  /** The provider's names of roles. @default `admin`, `user` and `service` themselves */
  readonly roles?: Readonly<Record<string, Role>> | undefined;
}

/** How an identity provider names roles and users; as in `JwksConfig`. */
export type ClaimSettings = Pick<JwksConfig, 'roleClaim' | 'userClaim' | 'roles'>;

/** Sign-in to the panel by an identity provider: OpenID Connect, authorization code with PKCE. */
export interface OidcConfig extends ClaimSettings {
  /** Its metadata is at `/.well-known/openid-configuration` below. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined for a public client. */
  readonly clientSecret?: string | undefined;
  /** Where it sends browsers back to. @default `/api/v1/session/oidc/callback` of the address that people use */
  readonly redirectUrl?: string | undefined;
  readonly scopes: readonly string[];
  readonly buttonLabel: string;
}

/** How long people stay signed in to the panel. */
export interface SessionConfig {
  /** A session that nobody looks at ends after so long. */
  readonly ttlMs: number;
  /** One that is used, after so long; one that began with a token no later than the token. */
  readonly maxTtlMs: number;
}

/** Who may use the server. */
export interface AuthConfig {
  /** File of the keys that sign tokens; made where it is not there. */
  readonly keyFile: string;
  readonly jwks?: JwksConfig | undefined;
  readonly rateLimits?: RateLimits | undefined;
}
