import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { tokenCommand } from '../../src/cli/token.ts';
import { createSignInCode, redeemSignInCode } from '../../src/server/tokens/sign-in-codes.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function createCli(env: Readonly<Record<string, string>> = {}) {
  const dataDir = join(await createTemporaryFolder(), 'data');
  const run = async (...args: readonly string[]) => {
    const printed: string[] = [];
    const notes: string[] = [];
    await tokenCommand.run(args, {
      env: { AIWATCH_DATA_DIR: dataDir, ...env },
      print: line => printed.push(line),
      printNote: line => notes.push(line),
    });
    return { printed, notes };
  };
  return { run, dataDir };
}

describe('aiwatch token', () => {
  it('prints the token alone, and beside it until when it is valid', async () => {
    const { run, dataDir } = await createCli();
    const { printed, notes } = await run('--role', 'user', '--user', 'ada', '--ttl', '12h');
    expect(printed).toHaveLength(1);
    const { role, sub, exp, iat, jti } = decodeJwt(printed[0]!);
    expect({ role, sub, seconds: exp! - iat! }).toEqual({ role: 'user', sub: 'ada', seconds: 12 * 3600 });
    expect(notes.join('')).toContain(jti);
    expect(notes.join('')).not.toContain(printed[0]);
    expect((await stat(join(dataDir, 'keys', 'tokens.json'))).mode & 0o777).toBe(0o600);
  });

  it('is valid for 30 days unless told otherwise', async () => {
    const { exp, iat } = decodeJwt((await (await createCli()).run('--role', 'admin')).printed[0]!);
    expect(exp! - iat!).toBe(30 * 86_400);
  });

  it('lists what was made, revokes it, and never prints a token again', async () => {
    const { run } = await createCli();
    const token = (await run('--role', 'service', '--application', 'shop', '--environment', 'staging'))
      .printed[0]!;
    const { jti } = decodeJwt(token);
    expect((await run('list')).printed[0]).toMatch(
      new RegExp(`^${jti}  service shop/staging  created .+, expires `),
    );
    expect((await run('revoke', jti!)).printed).toEqual([`revoked ${jti}`]);
    const [line] = (await run('list')).printed;
    expect(line).toContain('revoked 2');
    expect(line).not.toContain(token);
  });

  it('makes a link to the panel that signs in once, and holds over a restart of the server', async () => {
    const { run, dataDir } = await createCli();
    const { printed, notes } = await run('link');
    expect(printed).toEqual([expect.stringMatching(/^http:\/\/localhost:4000\/#code=[\w-]{32}$/)]);
    expect(notes.join('')).toMatch(/signs in once, until \d{4}-/);
    const keyFile = join(dataDir, 'keys', 'tokens.json');
    const [file] = await readdir(join(dataDir, 'keys', 'codes'));
    const path = join(dataDir, 'keys', 'codes', file!);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const code = printed[0]!.split('=')[1]!;
    expect(`${file} ${await readFile(path, 'utf8')}`).not.toContain(code);
    const redeem = () => redeemSignInCode(keyFile, code, { where: 'the test' });
    expect(await redeem()).toMatchObject({ role: 'admin' });
    await expect(redeem()).rejects.toMatchObject({ code: 'SIGN_IN_CODE_INVALID' });
  });

  it('makes a link for a user, to the address that it is told, for as long as is set', async () => {
    const { run, dataDir } = await createCli({ AIWATCH_PUBLIC_URL: 'https://monitoring.example.com/' });
    expect((await run('link')).printed[0]).toMatch(/^https:\/\/monitoring\.example\.com\/#code=/);
    const { printed } = await run(
      'link',
      '--role',
      'user',
      '--user',
      'ada',
      '--url',
      'http://localhost:4010',
    );
    expect(printed[0]).toMatch(/^http:\/\/localhost:4010\/#code=/);
    const keyFile = join(dataDir, 'keys', 'tokens.json');
    const holder = await redeemSignInCode(keyFile, printed[0]!.split('=')[1]!, { where: 'the test' });
    expect(holder).toMatchObject({ role: 'user', userId: 'ada' });
    const minutes = (holder as unknown as { expiresMs: number }).expiresMs - Date.now();
    expect(minutes).toBeLessThanOrEqual(10 * 60_000);
  });

  it.each([
    [['link', '--role', 'service']],
    [['link', '--role', 'user']],
    [['link', '--url', 'nowhere']],
    [['link', 'extra']],
  ])('refuses %j', async args => {
    const { run } = await createCli();
    await expect(run(...args)).rejects.toMatchObject({ code: 'COMMAND_USAGE' });
  });

  it('clears away links that nobody used in time', async () => {
    const { run, dataDir } = await createCli();
    const keyFile = join(dataDir, 'keys', 'tokens.json');
    await createSignInCode(keyFile, { role: 'admin' }, 1000, Date.now() - 60_000);
    await run('link');
    expect(await readdir(join(dataDir, 'keys', 'codes'))).toHaveLength(1);
  });

  it('rotates the key', async () => {
    const { run } = await createCli();
    await run('--role', 'admin');
    expect((await run('rotate')).printed[0]).toMatch(
      /^new tokens are signed by the key \w+; those of \w+ stay valid$/,
    );
  });

  it.each([
    [[], 'COMMAND_USAGE'],
    [['--role', 'root'], 'COMMAND_USAGE'],
    [['--role', 'user'], 'COMMAND_USAGE'],
    [['--role', 'service'], 'COMMAND_USAGE'],
    [['--role', 'admin', '--ttl', 'soon'], 'COMMAND_USAGE'],
    [['--role', 'admin', '--ttl', '0d'], 'COMMAND_USAGE'],
    [['--role', 'admin', '--ttl', '9999d'], 'COMMAND_USAGE'],
    [['revoke'], 'COMMAND_USAGE'],
    [['revoke', 'unknown'], 'TOKEN_UNKNOWN'],
    [['destroy'], 'COMMAND_USAGE'],
  ])('refuses %j', async (args, code) => {
    await expect((await createCli()).run(...args)).rejects.toThrow(`[${code}]`);
  });
});
