import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compactIssuedFile } from '../../../src/server/tokens/compact-issued-file.ts';
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
    await revokeToken(file, 't7', { nowMs: 42, revokedBy: 'root' });
    expect((await revokeToken(file, 't7', { nowMs: 99, revokedBy: 'ada' })).revokedMs).toBe(42);
    const tokens = await loadIssuedTokens(file);
    expect([...tokens.keys()].sort()).toEqual([...ids].sort());
    expect(tokens.get('t7')).toEqual({ ...token('t7'), revokedMs: 42, revokedBy: 'root' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('loses nothing but a line that was torn', async () => {
    const file = join(await createTemporaryFolder(), 'issued.jsonl');
    await addIssuedToken(file, token('a'));
    await appendFile(file, '\n{"tokenId":"tor');
    await addIssuedToken(file, token('b'));
    expect([...(await loadIssuedTokens(file)).keys()]).toEqual(['a', 'b']);
  });

  const HOUR_MS = 3_600_000;
  const session = (tokenId: string, expiresMs: number): IssuedToken => ({
    ...token(tokenId),
    signedInBy: 'token',
    expiresMs,
  });

  it('has no sessions that are long over, and all tokens that were handed out', async () => {
    const file = join(await createTemporaryFolder(), 'issued.jsonl');
    await addIssuedToken(file, token('handed out'));
    await addIssuedToken(file, session('over', Date.now() - 2 * HOUR_MS));
    await addIssuedToken(file, session('renewed', Date.now() - 2 * HOUR_MS));
    await addIssuedToken(file, session('renewed', Date.now() + HOUR_MS));
    await addIssuedToken(file, session('just over', Date.now() - 1000));
    expect([...(await loadIssuedTokens(file)).keys()]).toEqual(['handed out', 'renewed', 'just over']);
  });

  it('becomes shorter at a start, and loses nothing of what is added at that moment', async () => {
    const file = join(await createTemporaryFolder(), 'issued.jsonl');
    const over = Array.from({ length: 500 }, (_, i) => session(`over-${i}`, Date.now() - 2 * HOUR_MS));
    await writeFile(file, over.map(each => `${JSON.stringify(each)}\n`).join(''));
    await addIssuedToken(file, token('revoked'));
    await revokeToken(file, 'revoked', { nowMs: 42, revokedBy: 'root' });
    const ids = Array.from({ length: 40 }, (_, i) => `t${i}`);
    const add = async () => {
      for (const id of ids) await addIssuedToken(file, token(id));
      await revokeToken(file, 't39', { nowMs: 43 });
    };
    const compactAll = () => Promise.all([compactIssuedFile(file), compactIssuedFile(file)]);
    await Promise.all([add(), compactAll()]);
    const tokens = await loadIssuedTokens(file);
    expect([...tokens.keys()].sort()).toEqual(['revoked', ...ids].sort());
    expect(tokens.get('revoked')).toMatchObject({ revokedMs: 42, revokedBy: 'root' });
    expect(tokens.get('t39')?.revokedMs).toBe(43);
    const lines = (await readFile(file, 'utf8')).split('\n').filter(line => line !== '');
    expect(lines.length).toBeLessThan(2 * ids.length);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(file, '..'))).toEqual(['issued.jsonl']);
  });

  it('refuses to revoke what it does not know', async () => {
    const file = join(await createTemporaryFolder(), 'issued.jsonl');
    await expect(revokeToken(file, 'x')).rejects.toThrow('[TOKEN_UNKNOWN]');
    await expect(readFile(file)).rejects.toThrow('ENOENT');
  });
});
