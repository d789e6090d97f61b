import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { rotateKeyFile } from '../../../src/server/index.ts';
import { issuedFileOf, revokeToken } from '../../../src/server/tokens/issued-file.ts';
import { DAY_MS, REQUESTS, startGatedApp } from './gated-app.ts';

const ROLES = ['admin', 'user', 'service'] as const;
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  '/admin': ['admin'],
  '/read': ['admin', 'user'],
  '/deliver': ['admin', 'service'],
};
const PATHS = Object.keys(ALLOWED);

describe('a route that asks for a role', () => {
  it.each(PATHS.flatMap(path => ROLES.map(role => [path, role] as const)))(
    '%s answers a valid token of %s as the table has it',
    async (path, role) => {
      const { make, ask } = await startGatedApp();
      const response = await ask(path, (await make(REQUESTS[role])).token);
      const isAllowed = ALLOWED[path]!.includes(role);
      expect(response.status).toBe(isAllowed ? 200 : 403);
      if (!isAllowed)
        expect(await response.json()).toMatchObject({ error: 'ROLE_REFUSED', found: `the role ${role}` });
    },
  );

  it.each(PATHS)('%s refuses every token that is not valid, whatever its role', async path => {
    const { make, ask, keyFile } = await startGatedApp();
    for (const role of ROLES) {
      const old = (await make(REQUESTS[role], Date.now() - 2 * DAY_MS)).token;
      const valid = (await make(REQUESTS[role])).token;
      const revoked = (await make(REQUESTS[role])).issued;
      await revokeToken(issuedFileOf(keyFile), revoked.tokenId);
      const [head, body, signature] = valid.split('.');
      const tampered = [head, body, `${signature!.slice(0, -2)}${signature!.endsWith('AA') ? 'BB' : 'AA'}`];
      for (const [token, error] of [
        [undefined, 'TOKEN_MISSING'],
        [old, 'TOKEN_EXPIRED'],
        [tampered.join('.'), 'TOKEN_INVALID'],
        ['nonsense', 'TOKEN_INVALID'],
        ['a.b.c', 'TOKEN_INVALID'],
      ] as const) {
        const response = await ask(path, token);
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="aiwatch"/);
        expect(await response.json()).toMatchObject({ error, message: expect.stringContaining(error) });
      }
    }
  });

  it('takes no other scheme and no token in the URL', async () => {
    const { make, ask } = await startGatedApp();
    const { token } = await make(REQUESTS.admin);
    expect((await ask('/admin', undefined, { authorization: `Basic ${token}` })).status).toBe(401);
    expect((await ask(`/admin?token=${token}&access_token=${token}`)).status).toBe(401);
    expect((await ask('/admin', undefined, { 'x-api-key': token })).status).toBe(401);
  });

  it('refuses a token within seconds of its being revoked, and goes on with the others', async () => {
    const { make, ask, keyFile } = await startGatedApp();
    const [first, second] = [await make(REQUESTS.admin), await make(REQUESTS.admin)];
    expect((await ask('/admin', first.token)).status).toBe(200);
    await revokeToken(issuedFileOf(keyFile), first.issued.tokenId);
    await expect.poll(async () => (await ask('/admin', first.token)).status, { timeout: 5000 }).toBe(401);
    expect(await (await ask('/admin', first.token)).json()).toMatchObject({ error: 'TOKEN_REVOKED' });
    expect((await ask('/admin', second.token)).status).toBe(200);
  });

  it('takes tokens of the key before a rotation, and not of the one before that', async () => {
    const { make, ask, keyFile } = await startGatedApp();
    const status = async (token: string) => (await ask('/admin', token)).status;
    const { token: first } = await make(REQUESTS.admin);
    await rotateKeyFile(keyFile);
    const { token: second } = await make(REQUESTS.admin);
    await expect.poll(() => status(second), { timeout: 5000 }).toBe(200);
    expect(await status(first)).toBe(200);
    await rotateKeyFile(keyFile);
    await expect.poll(() => status(first), { timeout: 5000 }).toBe(401);
    expect(await status(second)).toBe(200);
  });

  it('knows the source that a service delivers for', async () => {
    const { make, ask } = await startGatedApp();
    const { token } = await make({ ...REQUESTS.service, environment: 'staging', instance: 'shop-1' });
    expect(await (await ask('/deliver', token)).json()).toMatchObject({
      role: 'service',
      application: 'shop',
      environment: 'staging',
      instance: 'shop-1',
    });
  });

  it('logs every decision with the id of the token, and never the token', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    const { make, ask } = await startGatedApp({ logger });
    const { token, issued } = await make(REQUESTS.user);
    await ask('/read', token);
    await ask('/admin', token);
    await ask('/admin');
    const decisions = lines.map(line => JSON.parse(line)).filter(({ msg }) => msg === 'access');
    expect(decisions.map(({ access }) => access)).toEqual(['granted', 'ROLE_REFUSED', 'TOKEN_MISSING']);
    expect(decisions[0]).toMatchObject({ tokenId: issued.tokenId, role: 'user', where: 'GET /read' });
    for (const part of [token, token.split('.')[2]!]) expect(lines.join('')).not.toContain(part);
  });
});

describe('what a user may read', () => {
  it.each([
    ['user', '/read', 200, 'ada'],
    ['user', '/read?userId=ada', 200, 'ada'],
    ['user', '/read?userId=eve', 403, undefined],
    ['user', '/read?userId=', 403, undefined],
    ['admin', '/read', 200, 'all'],
    ['admin', '/read?userId=eve', 200, 'eve'],
  ] as const)('%s asks %s: %i', async (role, path, status, userId) => {
    const { make, ask } = await startGatedApp();
    const response = await ask(path, (await make(REQUESTS[role])).token);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(
      userId === undefined ? { error: 'USER_REFUSED', field: 'userId' } : { userId },
    );
  });
});
