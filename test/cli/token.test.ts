import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { tokenCommand } from '../../src/cli/token.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

async function createCli() {
  const dataDir = join(await createTemporaryFolder(), 'data');
  const run = async (...args: readonly string[]) => {
    const printed: string[] = [];
    const notes: string[] = [];
    await tokenCommand.run(args, {
      env: { AIWATCH_DATA_DIR: dataDir },
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
