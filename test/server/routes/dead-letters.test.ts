import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createAccessPlugin } from '../../../src/server/access/access-plugin.ts';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../../src/server/plugins/fastify-options.ts';
import { strictInputPlugin } from '../../../src/server/plugins/strict-input.ts';
import { createDeadLetterRoutes } from '../../../src/server/routes/dead-letters.ts';
import { createDeliveryRoutes } from '../../../src/server/routes/deliveries.ts';
import { issueToken } from '../../../src/server/tokens/issue-token.ts';
import { addIssuedToken, issuedFileOf } from '../../../src/server/tokens/issued-file.ts';
import { openKeyFile } from '../../../src/server/tokens/key-file.ts';
import { openTokens } from '../../../src/server/tokens/open-tokens.ts';
import { insertDeliveryDeadLetter, listActions, openStore, type Store } from '../../../src/store/index.ts';
import { startTestPostgresql, type TestPostgresql } from '../../support/postgresql.ts';
import { buildEvent, buildRecord } from '../../support/records.ts';
import { requirePrograms } from '../../support/servers.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { DAY_MS, REQUESTS } from '../access/gated-app.ts';

const programs = await requirePrograms('postgres', 'initdb');
const EVENTS = '/api/v1/events/dead-letters';
const DELIVERIES = '/api/v1/deliveries/dead-letters';

type Role = keyof typeof REQUESTS;

describe.skipIf(programs.skip)('the routes of dead letters', () => {
  let postgresql: TestPostgresql;
  let store: Store;

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  beforeEach(async () => {
    store = openStore({ connection: { connectionString: await postgresql.createDatabase() } });
    await store.migrate();
    return () => store.close();
  });

  const start = async () => {
    const keyFile = join(await createTemporaryFolder(), 'keys', 'tokens.json');
    const tokens = await openTokens({ keyFile }, () => {});
    const app = Fastify(STRICT_OPTIONS);
    for (const plugin of [errorPlugin, strictInputPlugin, createAccessPlugin({ verify: tokens.verify })]) {
      await app.register(plugin);
    }
    await app.register(createDeadLetterRoutes({ store }));
    await app.register(createDeliveryRoutes({ store }));
    onTestFinished(async () => {
      tokens.close();
      await app.close();
    });
    const tokenOf = async (role: Role) => {
      const [active] = await openKeyFile(keyFile);
      const { token, issued } = await issueToken(active, { ttlMs: DAY_MS, ...REQUESTS[role] });
      await addIssuedToken(issuedFileOf(keyFile), issued);
      return token;
    };
    const ask = async (method: 'GET' | 'POST', url: string, role?: Role, payload?: object) => {
      const headers = role === undefined ? {} : { authorization: `Bearer ${await tokenOf(role)}` };
      const response = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
      return { status: response.statusCode, body: response.json() };
    };
    return ask;
  };
  const refuse = (userMessage: string) => store.write([buildRecord(buildEvent({ data: { userMessage } }))]);

  test('are for administrators', async () => {
    const ask = await start();
    for (const path of [EVENTS, DELIVERIES]) {
      for (const [role, expected] of [
        [undefined, 401],
        ['user', 403],
        ['service', 403],
        ['admin', 200],
      ] as const) {
        expect((await ask('GET', path, role)).status).toBe(expected);
        const { status } = await ask('POST', `${path}/resend`, role, {});
        expect(status).toBe(expected === 200 && path === DELIVERIES ? 202 : expected);
      }
    }
  });

  test('list what the database refused by page, and store it again once it is repaired', async () => {
    const ask = await start();
    for (const text of ['1\0', '2\0', '3\0']) await refuse(text);
    const first = await ask('GET', `${EVENTS}?limit=2`, 'admin');
    expect(first.body.deadLetters).toHaveLength(2);
    expect(first.body.deadLetters[0]).toEqual({
      id: expect.any(String),
      reason: '22P05',
      detail: expect.any(String),
      type: 'chat',
      createdAt: expect.any(String),
      excerpt: expect.stringContaining('userMessage'),
    });
    const second = await ask('GET', `${EVENTS}?limit=2&before=${first.body.next}`, 'admin');
    expect([second.body.deadLetters.length, second.body.next]).toEqual([1, null]);

    const [id] = first.body.deadLetters.map((letter: { id: string }) => letter.id);
    const refused = await ask('POST', `${EVENTS}/resend`, 'admin', { ids: [id] });
    expect(refused).toEqual({ status: 200, body: { results: [{ id, status: 'refused' }] } });
    const { body } = await ask('POST', `${EVENTS}/resend`, 'admin', { repair: true });
    expect(body.results.map(({ status }: { status: string }) => status)).toEqual([
      'stored',
      'stored',
      'stored',
    ]);
    expect((await ask('GET', EVENTS, 'admin')).body).toEqual({ deadLetters: [], next: null });
  });

  test('list what could not be delivered, and have it delivered again', async () => {
    const ask = await start();
    const event = buildEvent({ id: 'event_1' });
    await store.write([buildRecord(event)]);
    const { rows } = await store.pool.query('SELECT id FROM monitoring_events');
    const rowId = rows[0].id as string;
    const consumer = 'webhook';
    await insertDeliveryDeadLetter(store.pool, { consumer, event, rowId, reason: 'status 500', attempts: 8 });
    const { body } = await ask('GET', DELIVERIES, 'admin');
    const letter = {
      id: expect.any(String),
      consumer,
      eventId: 'event_1',
      userId: 'user_1',
      timestamp: event.timestamp,
      reason: 'status 500',
      attempts: 8,
      createdAt: expect.any(String),
      isResending: false,
    };
    expect(body).toEqual({ deadLetters: [letter], next: null });
    const resent = await ask('POST', `${DELIVERIES}/resend`, 'admin', { ids: [body.deadLetters[0].id] });
    expect(resent).toEqual({ status: 202, body: { requested: 1 } });
    expect((await ask('GET', DELIVERIES, 'admin')).body.deadLetters).toEqual([
      { ...letter, isResending: true },
    ]);
  });

  test('send nothing again that the audit trail does not have', async () => {
    const ask = await start();
    await refuse('1\0');
    const event = buildEvent({ id: 'event_1' });
    await store.write([buildRecord(event)]);
    const { rows } = await store.pool.query('SELECT id FROM monitoring_events');
    const undelivered = { event, rowId: rows[0].id, reason: 'status 500', attempts: 8 };
    await insertDeliveryDeadLetter(store.pool, { consumer: 'webhook', ...undelivered });
    const before = [await ask('GET', EVENTS, 'admin'), await ask('GET', DELIVERIES, 'admin')];
    const resend = () =>
      Promise.all([
        ask('POST', `${EVENTS}/resend`, 'admin', { repair: true }),
        ask('POST', `${DELIVERIES}/resend`, 'admin', {}),
      ]);

    await store.pool.query('ALTER TABLE audit_actions RENAME TO away');
    for (const { status } of await resend()) expect(status).toBeGreaterThanOrEqual(500);
    expect([await ask('GET', EVENTS, 'admin'), await ask('GET', DELIVERIES, 'admin')]).toEqual(before);

    await store.pool.query('ALTER TABLE away RENAME TO audit_actions');
    expect((await resend()).map(({ status }) => status)).toEqual([200, 202]);
    const actions = (await listActions(store.pool, { limit: 5 })).map(({ action, details }) => [
      action,
      details,
    ]);
    expect(actions.toSorted()).toEqual([
      ['deliveries.resend', { asked: 'all' }],
      ['events.resend', { asked: 'oldest', repair: true }],
    ]);
  });

  test.each([
    ['GET', `${EVENTS}?limit=0`, undefined, 'limit'],
    ['GET', `${EVENTS}?before=yesterday`, undefined, 'before'],
    ['GET', `${DELIVERIES}?limit=many`, undefined, 'limit'],
    ['POST', `${EVENTS}/resend`, { ids: ['1'] }, 'ids[0]'],
    ['POST', `${EVENTS}/resend`, { repair: 'yes' }, 'repair'],
    ['POST', `${DELIVERIES}/resend`, { ids: [] }, 'ids'],
    ['POST', `${DELIVERIES}/resend`, { all: true }, 'all'],
  ] as const)('refuse %s %s %j', async (method, url, payload, field) => {
    const ask = await start();
    expect(await ask(method, url, 'admin', payload)).toMatchObject({
      status: 400,
      body: { error: 'REQUEST_INVALID', field },
    });
  });
});
