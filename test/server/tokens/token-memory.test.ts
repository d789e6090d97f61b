import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueToken } from '../../../src/server/tokens/issue-token.ts';
import type { IssuedTokens } from '../../../src/server/tokens/issued-file.ts';
import type { SigningKey, SigningKeys } from '../../../src/server/tokens/key-file.ts';
import { type CheckedToken, createTokenMemory } from '../../../src/server/tokens/token-memory.ts';
import { createVerifier } from '../../../src/server/tokens/verify-token.ts';

const createKey = (kid: string): SigningKey => ({ kid, secret: randomBytes(32), createdMs: 0 });
const KEYS: SigningKeys = [createKey('k1')];
const checked = (tokenId: string, expiresMs = 1000): CheckedToken => ({
  identity: { role: 'admin', tokenId, expiresMs },
});

describe('the memory of tokens', () => {
  it('knows a token that was checked, until it ends', () => {
    let nowMs = 999;
    const memory = createTokenMemory(() => nowMs);
    memory.keep('one', KEYS, checked('1'));
    expect(memory.find('one', KEYS)).toEqual(checked('1'));
    expect(memory.find('onf', KEYS)).toBeUndefined();
    nowMs = 1000;
    expect(memory.find('one', KEYS)).toBeUndefined();
  });

  it('forgets all when the keys change, and does not know those of before when they come back', () => {
    const memory = createTokenMemory(() => 0);
    const others: SigningKeys = [createKey('k2')];
    memory.keep('one', KEYS, checked('1'));
    expect(memory.find('one', others)).toBeUndefined();
    memory.keep('two', others, checked('2'));
    expect(memory.find('one', KEYS)).toBeUndefined();
    expect(memory.find('one', others)).toBeUndefined();
  });

  it('keeps a thousand, and forgets the first of more', () => {
    const memory = createTokenMemory(() => 0);
    for (let n = 0; n <= 1000; n++) memory.keep(`token ${n}`, KEYS, checked(String(n)));
    expect(memory.find('token 0', KEYS)).toBeUndefined();
    expect(memory.find('token 1', KEYS)?.identity.tokenId).toBe('1');
    expect(memory.find('token 1000', KEYS)?.identity.tokenId).toBe('1000');
  });
});

describe('a token that was taken before', () => {
  it('is refused once it is revoked, and once its key is gone', async () => {
    let keys: SigningKeys = KEYS;
    let issued: IssuedTokens = new Map();
    const verify = createVerifier({ keys: () => keys, issued: () => issued });
    const { token, issued: made } = await issueToken(KEYS[0], { role: 'admin', ttlMs: 60_000 });
    await expect(verify('here', token)).resolves.toMatchObject({ role: 'admin' });
    issued = new Map([[made.tokenId, { ...made, revokedMs: 1 }]]);
    await expect(verify('here', token)).rejects.toThrow('TOKEN_REVOKED');
    issued = new Map();
    await expect(verify('here', token)).resolves.toMatchObject({ role: 'admin' });
    keys = [createKey('k2')];
    await expect(verify('here', token)).rejects.toThrow('TOKEN_INVALID');
  });
});
