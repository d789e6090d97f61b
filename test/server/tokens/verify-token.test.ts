import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { issueToken, OWN_ISSUER } from '../../../src/server/tokens/issue-token.ts';
import type { SigningKey } from '../../../src/server/tokens/key-file.ts';
import { createVerifier } from '../../../src/server/tokens/verify-token.ts';

const KEY: SigningKey = { kid: 'k1', secret: randomBytes(32), createdMs: 0 };
const DAY_MS = 86_400_000;

const verify = createVerifier({ keys: () => [KEY], issued: () => new Map() });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function claims(more: Record<string, unknown> = {}) {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return { role: 'admin', iss: OWN_ISSUER, jti: 't1', iat: nowSeconds, exp: nowSeconds + 600, ...more };
}

/** A token made by hand, so that it can be wrong in any way. */
function sign(
  payload: unknown,
  header: object = { alg: 'HS256', kid: 'k1' },
  secret: Uint8Array | string = KEY.secret,
) {
  const content = `${encode(header)}.${encode(payload)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

describe('a token of aiwatch', () => {
  it('says who has it', async () => {
    const { token, issued } = await issueToken(KEY, { role: 'user', userId: 'ada', ttlMs: DAY_MS });
    expect(await verify('here', token)).toEqual({
      role: 'user',
      userId: 'ada',
      tokenId: issued.tokenId,
      expiresMs: issued.expiresMs,
      application: undefined,
      environment: undefined,
      instance: undefined,
    });
  });

  it.each([
    ['user', {}, '--user'],
    ['service', {}, '--application'],
    ['user', { userId: '' }, 'characters'],
    ['user', { userId: 'a\0b' }, 'characters'],
  ] as const)('is not made for the role %s with %j', async (role, more, expected) => {
    await expect(issueToken(KEY, { role, ttlMs: DAY_MS, ...more })).rejects.toThrow(expected);
  });

  it('is still taken within the tolerance for clocks, of a minute', async () => {
    const nowSeconds = Math.floor(Date.now() / 1000);
    await expect(verify('here', sign(claims({ exp: nowSeconds - 30 })))).resolves.toMatchObject({
      role: 'admin',
    });
    await expect(verify('here', sign(claims({ exp: nowSeconds - 90 })))).rejects.toThrow('TOKEN_EXPIRED');
    await expect(verify('here', sign(claims({ nbf: nowSeconds + 90 })))).rejects.toThrow('TOKEN_INVALID');
  });

  it.each([
    ['no end', claims({ exp: undefined })],
    ['no id', claims({ jti: undefined })],
    ['no time of issue', claims({ iat: undefined })],
    ['another issuer', claims({ iss: 'somebody' })],
    ['no issuer', claims({ iss: undefined })],
    ['an unknown role', claims({ role: 'root' })],
    ['no role', claims({ role: undefined })],
    ['a user without an id', claims({ role: 'user' })],
    ['a user with an empty id', claims({ role: 'user', sub: '' })],
    ['a user whose id is no text', claims({ role: 'user', sub: { a: 1 } })],
    ['a service without an application', claims({ role: 'service' })],
    ['an end that is no number', claims({ exp: 'never' })],
    ['a list', [claims()]],
  ])('is refused with %s', async (_what, payload) => {
    await expect(verify('here', sign(payload))).rejects.toThrow('TOKEN_INVALID');
  });
});

describe('the algorithm', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const withJwks = createVerifier({
    keys: () => [KEY],
    issued: () => new Map(),
    jwks: { config: { url: 'http://unused', audience: 'aiwatch' }, find: async () => publicKey },
  });

  it.each(['none', 'None', 'NONE', 'HS384', 'HS512', 'RS512', 'PS256', 'EdDSA', '', undefined])(
    'is never %s',
    async alg => {
      const unsigned = `${encode({ alg, kid: 'k1' })}.${encode(claims())}.`;
      for (const token of [unsigned, sign(claims(), { alg, kid: 'k1' })])
        for (const check of [verify, withJwks])
          await expect(check('here', token)).rejects.toThrow('TOKEN_INVALID');
    },
  );

  it('HS256 never meets a public key of the identity provider', async () => {
    for (const kid of ['k1', 'provider', undefined]) {
      const token = sign(claims({ aud: 'aiwatch' }), { alg: 'HS256', kid }, publicPem);
      await expect(withJwks('here', token)).rejects.toThrow('TOKEN_INVALID');
    }
  });

  it('RS256 never meets a secret of ours, and is nothing without an identity provider', async () => {
    const token = sign(claims({ aud: 'aiwatch' }), { alg: 'RS256', kid: 'k1' });
    await expect(verify('here', token)).rejects.toThrow('TOKEN_INVALID');
    await expect(withJwks('here', token)).rejects.toThrow('TOKEN_INVALID');
  });

  it('RS256 is taken by the key that the identity provider publishes', async () => {
    const token = await new SignJWT({ role: 'admin', aud: 'aiwatch' })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setExpirationTime('1h')
      .sign(privateKey);
    await expect(withJwks('here', token)).resolves.toMatchObject({ role: 'admin' });
    await expect(verify('here', token)).rejects.toThrow('TOKEN_INVALID');
  });

  it('is looked at by nothing where the token is huge, and no error quotes it', async () => {
    const huge = sign(claims({ more: 'x'.repeat(20_000) }));
    for (const token of [huge, sign(claims(), undefined, randomBytes(32))]) {
      const error = await verify('here', token).catch((reason: Error) => reason);
      expect(error).toMatchObject({ code: 'TOKEN_INVALID' });
      expect(String((error as Error).message)).not.toContain(token.split('.')[2]);
    }
  });
});
