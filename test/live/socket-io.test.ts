import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectClient, next, subscribe, useLiveServer } from './live-server.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('the live feed by socket.io', { timeout: 60_000 }, () => {
  const get = useLiveServer(programs);

  test.each(['', '/monitoring'])(
    'brings each event to an unchanged client of namespace "%s"',
    async namespace => {
      const server = get();
      const socket = connectClient(`${server.url}${namespace}`, { token: server.admin });
      const events: Record<string, unknown>[] = [];
      socket.on('monitoring:event', event => events.push(event));
      // Right after its start the server still reads how far the store has come.
      await waitUntil(async () =>
        expect(await subscribe(socket)).toEqual({ ok: true, position: expect.any(String) }),
      );
      const data = { userMessage: 'hi', model: 'm', duration: 5 };
      const ids = [`first_${namespace}`, `second_${namespace}`];
      await server.post({ id: ids[0], type: 'chat', event: 'message', userId: 'u', sessionId: 's', data });
      await server.post({ id: ids[1], type: 'tool', data: { toolName: 'shell', result: 'success' } });
      await waitUntil(() => expect(events.map(({ id }) => id)).toEqual(ids));
      expect(events[0]).toEqual({
        id: ids[0],
        sessionId: 's',
        userId: 'u',
        type: 'chat',
        event: 'message',
        data,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        source: {
          application: expect.any(String),
          environment: expect.any(String),
          instance: expect.any(String),
        },
      });
    },
  );

  test('reaches a client that has nothing but long polling', async () => {
    const server = get();
    const socket = connectClient(server.url, { token: server.admin }, { transports: ['polling'] });
    await subscribe(socket);
    const received = next(socket, 'monitoring:event');
    await server.post({ id: 'polled', type: 'chat' });
    expect((await received)[0]).toMatchObject({ id: 'polled' });
  });

  test.each(['polling', 'websocket'])(
    'brings what comes at once by %s, one event after the other, as it is',
    async transport => {
      const server = get();
      const socket = connectClient(server.url, { token: server.admin }, { transports: [transport] });
      const events: { id: string; data: object }[] = [];
      socket.on('monitoring:event', event => events.push(event));
      await subscribe(socket);
      // Long polling has the first of these characters between packets; lengths around those of headers of frames.
      const texts = ['\u001e4', '2["x"]', 'é'.repeat(125), '👩‍💻', 'x'.repeat(126), 'x'.repeat(20_000)];
      const timestampMs = Date.now();
      await server.post(
        ...texts.map((userMessage, i) => ({
          id: `${transport}_${i}`,
          type: 'chat',
          timestamp: timestampMs + i,
          data: { userMessage },
        })),
      );
      await waitUntil(() => expect(events).toHaveLength(texts.length));
      expect(events.map(({ data }) => data)).toEqual(texts.map(userMessage => ({ userMessage })));
    },
  );

  test('sends many events in one packet to who asks for it, each with its position', async () => {
    const server = get();
    const socket = connectClient(
      `${server.url}/monitoring`,
      { token: server.admin },
      { transports: ['websocket'] },
    );
    const packets: { position: string; event: { id: string } }[][] = [];
    socket.on('monitoring:events', packet => packets.push(packet));
    await subscribe(socket, { packets: true });
    const ids = Array.from({ length: 50 }, (_, i) => `event_${String(i).padStart(2, '0')}`);
    await server.post(...ids.map((id, i) => ({ id, type: 'chat', timestamp: Date.now() + i })));
    await waitUntil(() => expect(packets.flat().map(({ event }) => event.id)).toEqual(ids));
    expect(packets.length).toBeLessThan(50);
    expect(new Set(packets.flat().map(({ position }) => position)).size).toBe(50);
  });

  test('sends a subscriber what its filter lets through, and other channels what is for them', async () => {
    const server = get();
    const socket = connectClient(server.url, { token: server.admin });
    const seen: unknown[][] = [];
    socket.onAny((...args) => seen.push(args.slice(0, 2)));
    const who = { userId: 'ada', sessionId: 'first' };
    await subscribe(socket, { channels: ['events', 'messages', 'errors'], filter: who });
    const reply = { userName: 'Ada', messageText: 'hello', responseTime: 12 };
    await server.post({ ...who, id: 'other', type: 'chat', userId: 'bob' });
    await server.post({ ...who, id: 'elsewhere', type: 'message', sessionId: 'second', data: reply });
    await server.post({ id: 'nowhere', type: 'error', userId: 'ada', data: { message: 'failed' } });
    await server.post({ ...who, id: 'm', type: 'message', event: 'processed', data: reply });
    await server.post({ ...who, id: 'e', type: 'error', data: { message: 'failed' } });
    await waitUntil(() => expect(seen).toHaveLength(4));
    const byName = (name: string) => seen.filter(([event]) => event === name).map(([, data]) => data);
    expect(byName('monitoring:event')).toMatchObject([{ id: 'm' }, { id: 'e' }]);
    expect(byName('message:new')).toMatchObject([
      {
        type: 'message:new',
        data: { user_id: 'ada', message_text: 'hello', response_time: 12 },
        timestamp: expect.any(String),
      },
    ]);
    expect(byName('error:occurred')).toMatchObject([{ data: { message: 'failed', userId: 'ada' } }]);
  });

  test('sends metrics at once to who subscribes to them', async () => {
    const server = get();
    const socket = connectClient(server.url, { token: server.admin });
    const received = next(socket, 'metrics:update');
    await subscribe(socket, { channels: ['metrics'] });
    const fields = {
      messages: { total: expect.any(Number) },
      users: { total: expect.any(Number) },
      system: { memory_mb: expect.any(Number) },
    };
    expect((await received)[0]).toMatchObject({ type: 'metrics:update', data: fields });
  });

  test.each([
    ['without a token', async () => ({}), 'TOKEN_MISSING'],
    ['with a token of nobody', async () => ({ token: 'a.b.c' }), 'TOKEN_INVALID'],
    [
      'with a token of a user',
      async (of: (role: 'user') => Promise<string>) => ({ token: await of('user') }),
      'ROLE_REFUSED',
    ],
  ])('refuses a client %s, and says why', async (_who, authOf, code) => {
    const server = get();
    for (const namespace of ['', '/monitoring']) {
      const socket = connectClient(`${server.url}${namespace}`, await authOf(server.tokenOf));
      const [error] = (await next(socket, 'connect_error')) as [Error & { data: unknown }];
      expect(error.data).toEqual({ code, message: error.message });
      expect(error.message).toContain(`[${code}]`);
    }
  });

  test('tells of a subscription that it does not understand, and goes on', async () => {
    const server = get();
    const socket = connectClient(server.url, { token: server.admin });
    const told = next(socket, 'monitoring:error');
    expect(await subscribe(socket, { channels: ['everything'] })).toMatchObject({ ok: false });
    expect((await told)[0]).toMatchObject({ code: 'LIVE_SUBSCRIPTION_INVALID' });
    expect(await subscribe(socket, { since: 'not a position' })).toMatchObject({
      code: 'LIVE_SUBSCRIPTION_INVALID',
    });
    expect(await subscribe(socket)).toEqual({ ok: true, position: expect.any(String) });
  });

  test('ends when the token does, with a clear message', async () => {
    const server = get();
    const socket = connectClient(server.url, { token: await server.tokenOf('admin', 1000) });
    const told = next(socket, 'monitoring:error');
    const ended = next(socket, 'disconnect');
    socket.emit('monitoring:subscribe');
    expect((await told)[0]).toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect((await ended)[0]).toBe('io server disconnect');
  });
});
