import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addIssuedToken,
  type IssuedToken,
  loadIssuedTokens,
  revokeToken,
} from '../../../src/server/tokens/issued-file.ts';
import { openKeyFile, rotateKeyFile } from '../../../src/server/tokens/key-file.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const token = (tokenId: string): IssuedToken => ({ tokenId, role: 'admin', createdMs: 1, expiresMs: 2 });

describe('the file of keys', () => {
  const fileIn = async () => join(await createTemporaryFolder(), 'keys', 'tokens.json');

  it('is made at the first start, closed to others, and stays', async () => {
    const file = await fileIn();
    const [key, older] = await openKeyFile(file);
    expect(key.secret).toHaveLength(32);
    expect(older).toBeUndefined();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
    expect(await openKeyFile(file)).toEqual([key]);
  });

  it('is one file, however many start at once', async () => {
    const file = await fileIn();
    const all = await Promise.all(Array.from({ length: 8 }, () => openKeyFile(file)));
    expect(new Set(all.map(([{ kid }]) => kid)).size).toBe(1);
  });

  it('keeps two keys when it is rotated', async () => {
    const file = await fileIn();
    const [first] = await openKeyFile(file);
    const [second] = await rotateKeyFile(file);
    const [third, older] = await rotateKeyFile(file);
    expect(new Set([first.kid, second.kid, third.kid]).size).toBe(3);
    expect(older).toEqual(second);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it.each([
    '',
    '{}',
    '{"version":2,"keys":[]}',
    '{"version":1,"keys":[{"kid":"a","secret":"c2hvcnQ","createdMs":1}]}',
  ])('is refused, and not quoted, when it is %j', async text => {
    const file = join(await createTemporaryFolder(), 'tokens.json');
    await writeFile(file, text);
    const error = await openKeyFile(file).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: 'DATA_FILE_UNREADABLE' });
    expect('cause' in (error as Error)).toBe(false);
    expect((error as Error).message).not.toContain('c2hvcnQ');
  });
});

describe('the list of tokens', () => {
  it('has every one of many that are made at once, and what was revoked', async () => {
    const file = join(await createTemporaryFolder(), 'issued.jsonl');
    const ids = Array.from({ length: 50 }, (_, i) => `t${i}`);
    await Promise.all(ids.map(id => addIssuedToken(file, token(id))));
    await revokeToken(file, 't7', 42);
    expect((await revokeToken(file, 't7', 99)).revokedMs).toBe(42);
    const tokens = await loadIssuedTokens(file);
    expect([...tokens.keys()].sort()).toEqual([...ids].sort());
    expect(tokens.get('t7')).toEqual({ ...token('t7'), revokedMs: 42 });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('loses nothing but a line that was torn', async () => {
    const file = join(await createTemporaryFolder(), 'issued.jsonl');
    await addIssuedToken(file, token('a'));
    await appendFile(file, '\n{"tokenId":"tor');
    await addIssuedToken(file, token('b'));
    expect([...(await loadIssuedTokens(file)).keys()]).toEqual(['a', 'b']);
  });

  it('refuses to revoke what it does not know', async () => {
    const file = join(await createTemporaryFolder(), 'issued.jsonl');
    await expect(revokeToken(file, 'x')).rejects.toThrow('[TOKEN_UNKNOWN]');
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });
});
