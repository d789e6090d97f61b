import { decodeJwt, SignJWT } from 'jose';
import type { PanelRole } from '../../api/session.ts';
import { createUuidV7 } from '../../ids.ts';
import { OWN_ISSUER } from './issue-token.ts';
import type { IssuedToken, SignInWay } from './issued-file.ts';
import type { SigningKey } from './key-file.ts';

/** Claim of a session: the id of the token that it was begun with. */
export const PARENT_CLAIM = 'parent';
/** Claim of a session: until when it may be renewed, as Unix seconds. */
const UNTIL_CLAIM = 'until';
const WAY_CLAIM = 'way';

const MS_PER_SECOND = 1000;

/** What a session is about; it stays the same over its renewals. */
export interface SessionFacts {
  readonly sessionId: string;
  readonly role: PanelRole;
  readonly userId?: string | undefined;
  readonly way: SignInWay;
  /** The token that it was begun with. */
  readonly parentId?: string | undefined;
  /** When it ends for good, Unix milliseconds. */
  readonly untilMs: number;
}

/** A session with the token that stands for it now. */
export interface SessionToken {
  readonly token: string;
  readonly facts: SessionFacts;
  readonly expiresMs: number;
  /** What is to be kept about it. */
  readonly issued: IssuedToken;
}

/** A new session. */
export function createSessionFacts(facts: Omit<SessionFacts, 'sessionId'>): SessionFacts {
  return { ...facts, sessionId: createUuidV7(Date.now()) };
}

/** Signs the token of a session, for as long as it lasts without a renewal, and never beyond its end. */
export async function signSession(
  key: SigningKey,
  facts: SessionFacts,
  ttlMs: number,
  nowMs = Date.now(),
): Promise<SessionToken> {
  const { sessionId, role, userId, way, parentId, untilMs } = facts;
  const expiresSeconds = Math.floor(Math.min(nowMs + ttlMs, untilMs) / MS_PER_SECOND);
  const claims = {
    role,
    ...(userId !== undefined && { sub: userId }),
    [WAY_CLAIM]: way,
    [UNTIL_CLAIM]: Math.floor(untilMs / MS_PER_SECOND),
    ...(parentId !== undefined && { [PARENT_CLAIM]: parentId }),
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.kid })
    .setIssuer(OWN_ISSUER)
    .setJti(sessionId)
    .setIssuedAt(Math.floor(nowMs / MS_PER_SECOND))
    .setExpirationTime(expiresSeconds)
    .sign(key.secret);
  const expiresMs = expiresSeconds * MS_PER_SECOND;
  const issued = { tokenId: sessionId, role, userId, signedInBy: way, parentId, createdMs: nowMs, expiresMs };
  return { token, facts, expiresMs, issued };
}

/** The session of a token that was verified; undefined for one that was handed out. */
export function readSessionFacts(token: string): (SessionFacts & { readonly issuedMs: number }) | undefined {
  const { jti, iat = 0, sub, role, ...claims } = decodeJwt(token);
  const until = claims[UNTIL_CLAIM];
  if (jti === undefined || typeof until !== 'number') return undefined;
  return {
    sessionId: jti,
    role: role as PanelRole,
    userId: sub,
    way: claims[WAY_CLAIM] as SignInWay,
    parentId: claims[PARENT_CLAIM] as string | undefined,
    untilMs: until * MS_PER_SECOND,
    issuedMs: iat * MS_PER_SECOND,
  };
}
