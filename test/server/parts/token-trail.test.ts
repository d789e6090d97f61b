import { userInfo } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tokenCommand } from '../../../src/cli/token.ts';
import { startTokenTrail } from '../../../src/server/parts/token-trail.ts';
import { addIssuedToken, issuedFileOf, revokeToken } from '../../../src/server/tokens/issued-file.ts';
import { openTokens } from '../../../src/server/tokens/open-tokens.ts';
import { listActions } from '../../../src/store/index.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const programs = await requirePrograms('postgres', 'initdb');
const POLL = { timeout: 30_000 };
const BY_COMMAND = `machine:${userInfo().username}`;

describe.skipIf(programs.skip)('the audit trail of tokens', { timeout: 60_000 }, () => {
  const { get } = useStore(programs);

  async function createMachine() {
    const dataDir = join(await createTemporaryFolder(), 'data');
    const keyFile = join(dataDir, 'keys', 'tokens.json');
    const run = async (...args: readonly string[]) => {
      const printed: string[] = [];
      await tokenCommand.run(args, { env: { AIWATCH_DATA_DIR: dataDir }, print: line => printed.push(line) });
      return printed[0]!;
    };
    const startServer = async () => {
      const problems: unknown[] = [];
      const tokens = await openTokens({ keyFile }, error => problems.push(error));
      const trail = startTokenTrail({
        tokens,
        pool: get().pool,
        onProblem: (_, error) => problems.push(error),
      });
      const stop = async () => {
        await trail.stop();
        tokens.close();
      };
      onTestFinished(stop);
      return { stop, problems };
    };
    return { run, startServer, issuedFile: issuedFileOf(keyFile) };
  }

  const trail = async () => {
    const actions = await listActions(get().pool, { limit: 100 });
    return actions
      .map(({ action, actor, target, details }) => ({ action, actor, target, ...details }))
      .reverse();
  };

  test('has what was made before the server, and what is made and revoked beside it', async () => {
    const { run, startServer } = await createMachine();
    const service = decodeJwt(await run('--role', 'service', '--application', 'shop', '--ttl', '1h')).jti!;
    const { problems } = await startServer();
    await expect.poll(async () => (await trail()).length, POLL).toBe(2);
    const user = decodeJwt(await run('--role', 'user', '--user', 'ada')).jti!;
    await run('revoke', service);
    await expect.poll(async () => (await trail()).length, POLL).toBe(4);
    expect(await trail()).toMatchObject([
      { action: 'token.key', actor: 'machine', key: expect.any(String) },
      { action: 'token.issue', actor: BY_COMMAND, token: service, role: 'service', application: 'shop' },
      { action: 'token.revoke', actor: BY_COMMAND, target: null, token: service },
      { action: 'token.issue', actor: BY_COMMAND, target: 'ada', token: user, role: 'user' },
    ]);
    expect(problems).toEqual([]);
  });

  test('says each of it once, over restarts', async () => {
    const { run, startServer } = await createMachine();
    await run('--role', 'admin');
    const first = await startServer();
    await expect.poll(async () => (await trail()).length, POLL).toBe(2);
    await first.stop();
    await run('rotate');
    await startServer();
    await expect
      .poll(async () => (await trail()).map(({ action }) => action), POLL)
      .toEqual(['token.key', 'token.issue', 'token.key']);
  });

  test('has of sessions of the panel only those that a command ended', async () => {
    const { run, startServer, issuedFile } = await createMachine();
    await run('--role', 'admin');
    const session = {
      role: 'admin',
      signedInBy: 'code',
      createdMs: 1,
      expiresMs: Date.now() + 60_000,
    } as const;
    for (const tokenId of ['signed out', 'ended', 'open'])
      await addIssuedToken(issuedFile, { ...session, tokenId });
    await revokeToken(issuedFile, 'signed out');
    await run('revoke', 'ended');
    await startServer();
    await expect.poll(async () => (await trail()).length, POLL).toBe(3);
    expect((await trail()).at(-1)).toMatchObject({
      action: 'token.revoke',
      actor: BY_COMMAND,
      token: 'ended',
    });
  });
});
