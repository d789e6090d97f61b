import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { useLiveServer } from './live-server.ts';

const programs = await requirePrograms('postgres', 'initdb');

interface Frame {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly timestamp: string;
  readonly position?: string;
}

describe.skipIf(programs.skip)('the live feed by WebSocket', { timeout: 60_000 }, () => {
  const get = useLiveServer(programs, { live: { allowedOrigins: ['https://admin.example.com/'] } });
  const address = () => `${get().url.replace('http', 'ws')}/api/monitoring/stream`;

  const open = async (headers: Record<string, string> = get().authorization, path = address()) => {
    const socket = new WebSocket(path, { headers });
    onTestFinished(() => socket.terminate());
    const frames: Frame[] = [];
    socket.on('message', data => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.type !== 'monitoring:position') frames.push(frame);
    });
    const closed = new Promise<number>(resolve => socket.once('close', resolve));
    await once(socket, 'open');
    return {
      socket,
      frames,
      closed,
      send: (frame: unknown) => socket.send(JSON.stringify(frame)),
    };
  };
  const refusal = async (headers: Record<string, string>, path = address()) => {
    const socket = new WebSocket(path, { headers });
    const [, response] = await once(socket, 'unexpected-response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return [response.statusCode, JSON.parse(Buffer.concat(chunks).toString()).error];
  };

  test('sends frames of the channels that the first frame names', async () => {
    const { frames, send } = await open();
    send({ type: 'subscribe', channels: ['metrics', 'errors', 'messages'] });
    await waitUntil(() => expect(frames.map(({ type }) => type)).toEqual(['metrics:update']));
    const data = { messageText: 'hello', responseTime: 3 };
    await get().post({ id: 'm', type: 'message', userId: 'ada', data });
    await get().post({ id: 't', type: 'tool' });
    await get().post({ id: 'e', type: 'error', data: { errorType: 'TypeError', message: 'failed' } });
    await waitUntil(() =>
      expect(frames.slice(1, 3).map(({ type }) => type)).toEqual(['message:new', 'error:occurred']),
    );
    expect(frames[0]!.data).toMatchObject({ system: { memory_mb: expect.any(Number) } });
    expect(frames[1]).toMatchObject({ data: { user_id: 'ada', message_text: 'hello', response_time: 3 } });
    expect(frames[2]).toMatchObject({ data: { errorType: 'TypeError', message: 'failed' } });
    for (const { timestamp } of frames) expect(new Date(timestamp).toISOString()).toBe(timestamp);
  });

  test('sends a frame for each event of those that come at once', async () => {
    const { frames, send } = await open();
    send({ type: 'subscribe' });
    const ids = Array.from({ length: 50 }, (_, i) => `event_${String(i).padStart(2, '0')}`);
    await get().post(...ids.map((id, i) => ({ id, type: 'chat', timestamp: Date.now() + i })));
    await waitUntil(() => expect(frames.map(({ data }) => data['id'])).toEqual(ids));
    expect(new Set(frames.map(({ position }) => position)).size).toBe(50);
  });

  test('goes on behind the position of any frame', async () => {
    const first = await open();
    first.send({ type: 'subscribe', channels: ['messages'] });
    await waitUntil(async () => {
      await get().post({ type: 'chat', data: { userMessage: 'seen' } });
      expect(first.frames.length).toBeGreaterThan(0);
    });
    first.socket.close();
    await first.closed;
    const since = first.frames.at(-1)!.position;
    await get().post({ type: 'chat', data: { userMessage: 'missed' } });
    const second = await open();
    second.send({ type: 'subscribe', channels: ['messages'], since });
    await waitUntil(() => expect(second.frames.at(-1)?.data).toMatchObject({ message_text: 'missed' }));
  });

  test('refuses an upgrade without the right token, origin or path before it is one', async () => {
    const user = `Bearer ${await get().tokenOf('user')}`;
    expect(await refusal({})).toEqual([401, 'TOKEN_MISSING']);
    expect(await refusal({ authorization: user })).toEqual([403, 'ROLE_REFUSED']);
    expect(await refusal({ ...get().authorization, origin: 'https://evil.example.com' })).toEqual([
      403,
      'LIVE_ORIGIN_REFUSED',
    ]);
    expect(await refusal(get().authorization, `${get().url.replace('http', 'ws')}/elsewhere`)).toEqual([
      404,
      'ROUTE_UNKNOWN',
    ]);
    await open({ ...get().authorization, origin: 'https://admin.example.com' });
    await open({ ...get().authorization, origin: get().url });
  });

  test.each([
    ['is no JSON', (socket: WebSocket) => socket.send('{"type":'), 1008, 'LIVE_FRAME_INVALID'],
    ['is binary', (socket: WebSocket) => socket.send(Buffer.from([1, 2, 3])), 1008, 'LIVE_FRAME_INVALID'],
    [
      'asks for what is not there',
      (socket: WebSocket) => socket.send('{"type":"subscribe","channels":["x"]}'),
      1008,
      'LIVE_SUBSCRIPTION_INVALID',
    ],
    ['is too large', (socket: WebSocket) => socket.send('x'.repeat(100_000)), 1009, undefined],
  ])('closes the one connection whose frame %s, and says why', async (_what, send, code, error) => {
    const other = await open();
    other.send({ type: 'subscribe', channels: ['events'] });
    const { socket, frames, closed } = await open();
    send(socket);
    expect(await closed).toBe(code);
    expect(frames.at(-1)?.data['code']).toBe(error);
    await waitUntil(async () => {
      await get().post({ type: 'chat' });
      expect(other.frames.length).toBeGreaterThan(0);
    });
    expect(await get().metric('aiwatch_stream_connections_shed_total{reason="malformed"}')).toBeGreaterThan(
      0,
    );
  });

  test('ends when the token does, with a clear message', async () => {
    const { frames, closed, send } = await open({
      authorization: `Bearer ${await get().tokenOf('admin', 1000)}`,
    });
    send({ type: 'subscribe', channels: ['events'] });
    expect(await closed).toBe(4401);
    expect(frames.at(-1)).toMatchObject({ type: 'monitoring:error', data: { code: 'TOKEN_EXPIRED' } });
  });
});
