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

/** Who may use the server. */
export interface AuthConfig {
  /** File of the keys that sign tokens; made where it is not there. */
  readonly keyFile: string;
  readonly jwks?: JwksConfig | undefined;
  readonly rateLimits?: RateLimits | undefined;
}

/** A service delivers in batches of a hundred: a hundred thousand events a second. People and pages need far less. */
export const DEFAULT_RATE_LIMITS: RateLimits = { admin: 1200, user: 1200, service: 60_000, refused: 120 };
