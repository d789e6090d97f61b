import { SignJWT } from 'jose';
import { AiwatchError, describe } from '../../errors.ts';
import { createUuidV7 } from '../../ids.ts';
import type { Role } from '../access/identity.ts';
import type { IssuedToken } from './issued-file.ts';
import type { SigningKey } from './key-file.ts';

/** The issuer of our own tokens, so that no other service's token with the same key passes for one. */
export const OWN_ISSUER = 'aiwatch';

/** A token to be made. */
export interface TokenRequest {
  readonly role: Role;
  /** Required for `user`. */
  readonly userId?: string | undefined;
  /** Required for `service`; what it delivers has it as its source, with environment and instance. */
  readonly application?: string | undefined;
  readonly environment?: string | undefined;
  readonly instance?: string | undefined;
  readonly ttlMs: number;
}

const MS_PER_SECOND = 1000;
const MAX_TEXT_LENGTH = 200;

function checkTexts(where: string, { role, ttlMs: _ttlMs, ...texts }: TokenRequest): void {
  const needed = role === 'user' ? 'userId' : role === 'service' ? 'application' : undefined;
  if (needed !== undefined && texts[needed] === undefined)
    throw new AiwatchError('COMMAND_USAGE', {
      where,
      expected: `--${needed === 'userId' ? 'user' : needed} with the role ${role}`,
      found: 'none',
    });
  for (const text of Object.values(texts)) {
    if (text === undefined || (text !== '' && text.length <= MAX_TEXT_LENGTH && !/\p{Cc}/u.test(text)))
      continue;
    const expected = `1 to ${MAX_TEXT_LENGTH} characters, no control characters`;
    throw new AiwatchError('COMMAND_USAGE', { where, expected, found: describe(text) });
  }
}

/** Signs a token, and says what is to be kept about it. Throws COMMAND_USAGE where something is missing. */
export async function issueToken(
  key: SigningKey,
  request: TokenRequest,
  nowMs = Date.now(),
): Promise<{ readonly token: string; readonly issued: IssuedToken }> {
  checkTexts('aiwatch token', request);
  const { role, userId, application, environment, instance, ttlMs } = request;
  const tokenId = createUuidV7(nowMs);
  const issuedSeconds = Math.floor(nowMs / MS_PER_SECOND);
  const expiresSeconds = issuedSeconds + Math.ceil(ttlMs / MS_PER_SECOND);
  const source = { application, environment, instance };
  const token = await new SignJWT({ role, ...(userId !== undefined && { sub: userId }), ...source })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: key.kid })
    .setIssuer(OWN_ISSUER)
    .setJti(tokenId)
    .setIssuedAt(issuedSeconds)
    .setExpirationTime(expiresSeconds)
    .sign(key.secret);
  const expiresMs = expiresSeconds * MS_PER_SECOND;
  return { token, issued: { tokenId, role, userId, ...source, createdMs: nowMs, expiresMs } };
}
