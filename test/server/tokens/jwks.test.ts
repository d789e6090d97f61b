import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JwksConfig } from '../../../src/server/access/auth-config.ts';
import { createJwks } from '../../../src/server/tokens/jwks.ts';
import { createVerifier } from '../../../src/server/tokens/verify-token.ts';

/** An identity provider that publishes its keys, and can be switched off. */
async function startProvider(alg: 'RS256' | 'ES256' = 'RS256') {
  const keys: object[] = [];
  let isUp = true;
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    if (!isUp) response.writeHead(503).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  const addKey = async (kid: string) => {
    const { publicKey, privateKey } = await generateKeyPair(alg);
    keys.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' });
    return (claims: Record<string, unknown>) =>
      new SignJWT({ iss: 'https://login.example', aud: 'aiwatch', sub: 'ada', jti: 'j1', ...claims })
        .setProtectedHeader({ alg, kid })
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey);
  };
  const verifier = (more: Partial<JwksConfig> = {}, askAgainAfterMs = 0) => {
    const config = { url, audience: 'aiwatch', issuer: 'https://login.example', ...more };
    const find = createJwks(url, askAgainAfterMs);
    return createVerifier({
      keys: () => [{ kid: 'own', secret: new Uint8Array(32), createdMs: 0 }],
      issued: () => new Map(),
      jwks: { config, find },
    });
  };
  const turn = (up: boolean): void => {
    isUp = up;
  };
  return { addKey, verifier, asked: () => asked, turn };
}

describe('tokens of an identity provider', () => {
  it.each(['RS256', 'ES256'] as const)('are taken when signed by %s with a published key', async alg => {
    const { addKey, verifier } = await startProvider(alg);
    const sign = await addKey('a');
    const verify = verifier();
    expect(await verify('here', await sign({ role: 'user' }))).toMatchObject({
      role: 'user',
      userId: 'ada',
      tokenId: 'j1',
    });
    for (const wrong of [{ aud: 'other' }, { iss: 'https://evil.example' }, { aud: undefined }, {}])
      await expect(
        verify('here', await sign({ ...wrong, ...(wrong.aud && { role: 'user' }) })),
      ).rejects.toThrow('TOKEN_INVALID');
  });

  it('have role and user in the claims that are configured', async () => {
    const { addKey, verifier } = await startProvider();
    const sign = await addKey('a');
    const verify = verifier({
      roleClaim: 'realm_access.roles',
      userClaim: 'email',
      roles: { 'aiwatch-admins': 'admin', staff: 'user' },
    });
    const token = (roles: unknown) => sign({ realm_access: { roles }, email: 'ada@example.com' });
    expect(await verify('here', await token(['staff', 'others']))).toMatchObject({
      role: 'user',
      userId: 'ada@example.com',
    });
    expect(await verify('here', await token(['staff', 'aiwatch-admins']))).toMatchObject({ role: 'admin' });
    await expect(verify('here', await token(['admin']))).rejects.toThrow('realm_access.roles');
  });

  it('are taken by a key that was added later', async () => {
    const { addKey, verifier } = await startProvider();
    const first = await addKey('a');
    const verify = verifier();
    await verify('here', await first({ role: 'admin' }));
    const second = await addKey('b');
    expect(await verify('here', await second({ role: 'admin' }))).toMatchObject({ role: 'admin' });
  });

  it('are taken in an outage by keys that are known; others are told to come back', async () => {
    const { addKey, verifier, turn } = await startProvider();
    const [known, unknown] = [await addKey('a'), await addKey('b')];
    const verify = verifier();
    turn(false);
    await expect(verify('here', await known({ role: 'admin' }))).rejects.toThrow('TOKEN_KEYS_UNREACHABLE');
    turn(true);
    await verify('here', await known({ role: 'admin' }));
    turn(false);
    const stranger = await startProvider();
    expect(await verify('here', await known({ role: 'admin' }))).toMatchObject({ role: 'admin' });
    expect(await verify('here', await unknown({ role: 'admin' }))).toMatchObject({ role: 'admin' });
    const foreign = await (await stranger.addKey('c'))({ role: 'admin' });
    await expect(verify('here', foreign)).rejects.toThrow('TOKEN_KEYS_UNREACHABLE');
    turn(true);
    await expect(verify('here', foreign)).rejects.toThrow('TOKEN_INVALID');
  });

  it('do not make aiwatch ask for keys each time that somebody invents one', async () => {
    const { addKey, verifier, asked } = await startProvider();
    await addKey('a');
    const verify = verifier({}, 60_000);
    const stranger = await (await startProvider()).addKey('c');
    for (let i = 0; i < 10; i++)
      await expect(verify('here', await stranger({ role: 'admin' }))).rejects.toThrow('TOKEN_INVALID');
    expect(asked()).toBe(1);
  });
});
