import { AiwatchError } from '../../errors.ts';

/** Who may do what: `admin` everything, `user` reads own data, `service` only delivers. The most powerful comes first. */
export const ROLES = ['admin', 'user', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** What a token says about the one who sends it. */
export interface Identity {
  readonly role: Role;
  /** The token's id, by which it is revoked; of an identity provider that gives none, one made of issuer and subject. */
  readonly tokenId: string;
  /** When the token ends, as Unix milliseconds; connections that stay open end with it. */
  readonly expiresMs: number;
  /** Always there for the role `user`. */
  readonly userId?: string | undefined;
  /** Always there for the role `service`: what it delivers has this as its source. */
  readonly application?: string | undefined;
  readonly environment?: string | undefined;
  readonly instance?: string | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on routes that ask for no role. */
    identity: Identity | null;
  }
}

/** The identity of a request that passed `requireRole`. Throws INTERNAL_FAILURE where the route has none. */
export function identityOf(request: { readonly identity: Identity | null }): Identity {
  if (request.identity !== null) return request.identity;
  throw new AiwatchError('INTERNAL_FAILURE', { where: 'identityOf()', found: 'a route without requireRole' });
}
