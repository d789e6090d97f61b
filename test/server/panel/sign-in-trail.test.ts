import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSignInCode } from '../../../src/server/tokens/sign-in-codes.ts';
import { listActions, openStore } from '../../../src/store/index.ts';
import { requirePrograms } from '../../support/servers.ts';
import { useStore } from '../../support/store-suite.ts';
import { cookieOf, FROM_OWN_PAGE, HOUR_MS, SESSION_URL, sessionIdOf, startPanelApp } from './panel-app.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('the audit trail of sign-ins', () => {
  const { get } = useStore(programs);

  it('has who signed in and out, how, and by which session; and nothing of what was refused', async () => {
    const { pool } = get();
    const { keyFile, ask, make, signIn } = await startPanelApp({ pool });
    const { token } = await make({ role: 'user', userId: 'ada' });
    const first = cookieOf(await signIn({ token }));
    await ask('DELETE', SESSION_URL, { ...FROM_OWN_PAGE, cookie: first });
    await ask('DELETE', SESSION_URL, { ...FROM_OWN_PAGE, cookie: first });
    const { code } = await createSignInCode(keyFile, { role: 'admin' }, HOUR_MS);
    const second = cookieOf(await signIn({ code }));
    await signIn({ code });
    const [ofAda, ofCode] = [sessionIdOf(first), sessionIdOf(second)];
    const trail = async () => {
      const actions = await listActions(pool, { limit: 10 });
      return actions.map(({ action, actor, details }) => [action, actor, details]).reverse();
    };
    await expect.poll(trail, { timeout: 20_000 }).toEqual([
      ['session.sign-in', 'ada', { way: 'token', session: ofAda }],
      ['session.sign-out', 'ada', { way: 'token', session: ofAda }],
      ['session.sign-in', `token:${ofCode}`, { way: 'code', session: ofCode }],
    ]);
  });
});

it('a database that is away keeps nobody out', async () => {
  const store = openStore({ connection: { connectionString: 'postgres://x@127.0.0.1:9/x' } });
  onTestFinished(() => store.close());
  const { make, signIn, session } = await startPanelApp({ pool: store.pool });
  const { token } = await make({ role: 'admin' });
  const response = await signIn({ token });
  expect(response.status).toBe(200);
  expect(await session(cookieOf(response))).toMatchObject({ signedIn: true });
});

it('a database that never answers keeps nobody waiting', { timeout: 30_000 }, async () => {
  const sockets: Socket[] = [];
  const silent = createServer(socket => void sockets.push(socket.on('error', () => {}))).listen(
    0,
    '127.0.0.1',
  );
  await once(silent, 'listening');
  // Without a time after which it gives up.
  const pool = new pg.Pool({ host: '127.0.0.1', port: (silent.address() as AddressInfo).port });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    await pool.end();
  });
  const { make, signIn, session } = await startPanelApp({ pool });
  const response = await signIn({ token: (await make({ role: 'admin' })).token });
  expect(await session(cookieOf(response))).toMatchObject({ signedIn: true });
  expect(sockets).toHaveLength(1);
});
