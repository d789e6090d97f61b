import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EVENT_LIMITS } from '../../../src/catalogue/events/index.ts';
import { auditCommand } from '../../../src/cli/audit.ts';
import { privacyCommand } from '../../../src/cli/privacy.ts';
import { createUserAliases } from '../../../src/events/index.ts';
import { watchConsents } from '../../../src/privacy/index.ts';
import { createAccessPlugin } from '../../../src/server/access/access-plugin.ts';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../../src/server/plugins/fastify-options.ts';
import { strictInputPlugin } from '../../../src/server/plugins/strict-input.ts';
import { createAuditRoutes } from '../../../src/server/routes/audit.ts';
import { createPrivacyRoutes } from '../../../src/server/routes/privacy.ts';
import { issueToken } from '../../../src/server/tokens/issue-token.ts';
import { addIssuedToken, issuedFileOf } from '../../../src/server/tokens/issued-file.ts';
import { openKeyFile } from '../../../src/server/tokens/key-file.ts';
import { openTokens } from '../../../src/server/tokens/open-tokens.ts';
import type { Store } from '../../../src/store/index.ts';
import { openTestSigner } from '../../support/audited-store.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';
import { waitUntil } from '../../support/wait-until.ts';

const programs = await requirePrograms('postgres', 'initdb');
const TTL_MS = 60_000;
const aliases = createUserAliases('a key of this test');

async function startApp(store: Store) {
  const signer = await openTestSigner(store);
  const keyFile = join(signer.folder, 'keys', 'tokens.json');
  const tokens = await openTokens({ keyFile }, () => {});
  const consents = await watchConsents(store.pool, { onProblem: () => {} });
  const app = Fastify({ ...STRICT_OPTIONS, forceCloseConnections: true });
  await app.register(errorPlugin);
  await app.register(strictInputPlugin);
  await app.register(createAccessPlugin({ verify: tokens.verify }));
  const { pool, upkeepPool } = store;
  await app.register(createAuditRoutes({ pool, vkey: signer.key.vkey, sign: signer.sign }));
  await app.register(createPrivacyRoutes({ pool, upkeepPool, aliases, consents, sign: signer.sign }));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    consents.close();
    tokens.close();
    await app.close();
  });
  const make = async (request: Omit<Parameters<typeof issueToken>[1], 'ttlMs'>) => {
    const [active] = await openKeyFile(keyFile);
    const { token, issued } = await issueToken(active, { ttlMs: TTL_MS, ...request });
    await addIssuedToken(issuedFileOf(keyFile), issued);
    return token;
  };
  const admin = await make({ role: 'admin', userId: 'root' });
  const user = await make({ role: 'user', userId: 'ada' });
  const service = await make({ role: 'service', application: 'shop' });
  const status = async (method: string, path: string, token?: string) => {
    const body = method === 'PUT' ? JSON.stringify({ granted: false }) : undefined;
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    await response.text();
    return response.status;
  };
  return { url, server: app.server, admin, user, service, status, signer, consents };
}

describe.skipIf(programs.skip)('routes and commands of privacy and audit', () => {
  const { get } = useStore(programs);

  test('let in only whoever may', async () => {
    const { admin, user, service, status } = await startApp(get());
    const table: readonly (readonly [string, string, number[]])[] = [
      ['GET', '/api/v1/privacy/users/ada/export', [200, 200, 403, 401]],
      ['GET', '/api/v1/privacy/users/grace/export', [200, 403, 403, 401]],
      ['GET', '/api/v1/privacy/users/ada/consent', [200, 200, 403, 401]],
      ['PUT', '/api/v1/privacy/users/ada/consent', [200, 200, 403, 401]],
      ['PUT', '/api/v1/privacy/users/grace/consent', [200, 403, 403, 401]],
      ['GET', '/api/v1/privacy/consents', [200, 403, 403, 401]],
      ['GET', '/api/v1/privacy/consents?limit=0', [400, 403, 403, 401]],
      ['DELETE', '/api/v1/privacy/users/ada', [200, 403, 403, 401]],
      ['GET', '/api/v1/audit', [200, 403, 403, 401]],
      ['GET', '/api/v1/audit?limit=0', [400, 403, 403, 401]],
      ['GET', '/api/v1/audit/export', [200, 403, 403, 401]],
      ['GET', '/api/v1/audit/key', [200, 200, 200, 401]],
      ['GET', '/api/v1/audit/checkpoint', [200, 200, 200, 401]],
    ];
    for (const [method, path, expected] of table) {
      const found: number[] = [];
      for (const token of [admin, user, service, undefined]) found.push(await status(method, path, token));
      expect([method, path, found]).toEqual([method, path, expected]);
    }
  });

  test('know a user whose id is as long as that of an event may be', async () => {
    const { admin, status } = await startApp(get());
    const path = `/api/v1/privacy/users/${encodeURIComponent('é'.repeat(EVENT_LIMITS.idLength))}`;
    expect(await status('PUT', `${path}/consent`, admin)).toBe(200);
    expect(await status('GET', `${path}/consent`, admin)).toBe(200);
    expect(await status('GET', `${path}/export`, admin)).toBe(200);
    expect(await status('DELETE', path, admin)).toBe(200);
    expect(await status('GET', `${path}x/consent`, admin)).toBe(400);
  });

  test('export, erase and verify from the command line', async () => {
    const { url, admin, signer, consents } = await startApp(get());
    await get().write(['ada', 'grace'].map(userId => buildRecord(buildEvent({ userId }))));
    const printed: string[] = [];
    const context = {
      env: { AIWATCH_TOKEN: admin, AIWATCH_URL: url },
      print: (line: string) => printed.push(line),
      output: new Writable({ write: (piece, _, done) => done(void printed.push(`${piece}`)) }),
    };
    const run = async (command: typeof auditCommand, ...args: string[]) => {
      printed.length = 0;
      const code = await command.run(args, context);
      return { code, text: printed.join('\n') };
    };
    expect((await run(privacyCommand, 'consent', 'ada', '--refused')).text).toMatch(/^ada: refused since /);
    expect(aliases('ada').map(consents.policy)).toEqual([false, false]);
    expect((await run(privacyCommand, 'export', 'ada')).text).toContain('"kind":"event"');
    await expect(run(privacyCommand, 'erase', 'ada')).rejects.toMatchObject({ code: 'COMMAND_USAGE' });
    expect((await run(privacyCommand, 'erase', 'ada', '--yes')).text).toContain('erased: 1 events');
    expect(aliases('ada').map(consents.policy)).toEqual([undefined, undefined]);
    const { text: key } = await run(auditCommand, 'key');
    const file = join(signer.folder, 'export.ndjson');
    await run(auditCommand, 'export', '--out', file);
    const verdict = await run(auditCommand, 'verify', file, '--key', key, '--checkpoints', signer.logFile);
    expect(verdict).toMatchObject({ code: 0, text: expect.stringContaining('ERASED') });
    await writeFile(join(signer.folder, 'taken'), '');
    await expect(run(auditCommand, 'export', '--out', join(signer.folder, 'taken'))).rejects.toThrow(
      'OUTPUT_NOT_WRITTEN',
    );
  });

  test('an export whose client leaves at once gives its connection back', async () => {
    const { url, server, admin } = await startApp(get());
    const { pool } = get();
    const request = `GET /api/v1/audit/export HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${admin}\r\n\r\n`;
    const port = Number(new URL(url).port);
    await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const socket = connect(port, '127.0.0.1').on('error', () => {});
        await once(socket, 'connect');
        // A reset that comes before the request is read takes it away.
        const isRead = new Promise<void>(resolve =>
          server.on('request', ({ socket: { remotePort } }) => remotePort === socket.localPort && resolve()),
        );
        socket.write(request);
        await isRead;
        await sleep(index);
        socket.resetAndDestroy();
      }),
    );
    const isExported = async () => (await pool.query('SELECT 1 FROM audit_actions')).rowCount === 30;
    await waitUntil(async () => expect(await isExported()).toBe(true));
    await waitUntil(() => expect(pool.totalCount - pool.idleCount).toBe(0));
    expect(pool.waitingCount).toBe(0);
  });

  test('actions are listed, newest first, page by page', async () => {
    const { url, admin, status } = await startApp(get());
    await status('PUT', '/api/v1/privacy/users/ada/consent', admin);
    await status('GET', '/api/v1/privacy/users/ada/export', admin);
    const ask = async (query: string) =>
      (await fetch(`${url}/api/v1/audit?${query}`, { headers: { authorization: `Bearer ${admin}` } })).json();
    expect(await ask('limit=1')).toMatchObject({
      actions: [{ action: 'privacy.export', actor: 'root', target: 'ada', leaf: 1 }],
      next: 1,
    });
    expect(await ask('limit=2&before=1')).toMatchObject({
      actions: [{ action: 'consent.record', details: { granted: false } }],
      next: null,
    });
  });

  test('consents are listed by user, page by page', async () => {
    const { url, admin, status } = await startApp(get());
    for (const userId of ['grace', 'ada'])
      await status('PUT', `/api/v1/privacy/users/${userId}/consent`, admin);
    const ask = async (query: string) => {
      const headers = { authorization: `Bearer ${admin}` };
      return (await fetch(`${url}/api/v1/privacy/consents?${query}`, { headers })).json();
    };
    const ada = { userId: 'ada', granted: false, recordedBy: 'root', recordedAt: expect.any(String) };
    expect(await ask('limit=1')).toEqual({ consents: [ada], next: 'ada' });
    expect(await ask('limit=2&after=ada')).toMatchObject({ consents: [{ userId: 'grace' }], next: null });
  });
});
