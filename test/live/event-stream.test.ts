import { describe, expect, test } from 'vitest';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { useLiveServer } from './live-server.ts';
import { openRawStream } from './raw-stream.ts';

const programs = await requirePrograms('postgres', 'initdb');
const PATH = '/api/v1/monitoring/stream';

describe.skipIf(programs.skip)('the live feed by Server-Sent Events', { timeout: 60_000 }, () => {
  const get = useLiveServer(programs);
  const open = (path = PATH, headers: Record<string, string> = {}) =>
    openRawStream(`${get().url}${path}`, { ...get().authorization, ...headers });
  const idsOf = (stream: { frames(): readonly { data: unknown }[] }) =>
    stream.frames().flatMap(({ data }) => (data as { id?: string }).id ?? []);

  test('says first that it is connected, and then each event, without names, with its position as id', async () => {
    const stream = await open();
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store',
    });
    await waitUntil(() => expect(stream.text()).toMatch(/^data: \{"type":"connected"\}\n\n/));
    await get().post({ id: 'one', type: 'chat', userId: 'ada', data: { userMessage: 'two\nlines' } });
    await waitUntil(() => expect(idsOf(stream)).toEqual(['one']));
    const [, frame] = stream.frames();
    expect(frame).toEqual({
      id: expect.stringMatching(/^[\w.-]+$/),
      data: expect.objectContaining({ id: 'one' }),
    });
    expect(frame!.data).toMatchObject({
      type: 'chat',
      event: 'message',
      data: { userMessage: 'two\nlines' },
    });
  });

  test('goes on behind Last-Event-ID, without a hole and without anything twice', async () => {
    const first = await open();
    await get().post({ id: 'seen', type: 'chat' });
    await waitUntil(() => expect(idsOf(first)).toEqual(['seen']));
    const position = first.frames().at(-1)!.id!;
    first.close();
    const nowMs = Date.now();
    await get().post(
      { id: 'missed_1', type: 'chat', timestamp: nowMs },
      { id: 'missed_2', type: 'chat', timestamp: nowMs + 1 },
    );
    const second = await open(PATH, { 'last-event-id': position });
    await get().post({ id: 'live', type: 'chat' });
    await waitUntil(() => expect(idsOf(second)).toEqual(['missed_1', 'missed_2', 'live']));
  });

  test('sends only what its parameters ask for', async () => {
    const stream = await open(`${PATH}?type=tool&userId=ada&sessionId=first`);
    const right = { type: 'tool', userId: 'ada', sessionId: 'first' };
    await get().post(
      { ...right, id: 'chat', type: 'chat' },
      { ...right, id: 'bob', userId: 'bob' },
      { ...right, id: 'elsewhere', sessionId: 'second' },
      { id: 'nowhere', type: 'tool', userId: 'ada' },
    );
    await get().post({ ...right, id: 'right' });
    await waitUntil(() => expect(idsOf(stream)).toEqual(['right']));
  });

  test('refuses whoever is no administrator as other routes do', async () => {
    const answer = async (headers: Record<string, string>) => {
      const response = await fetch(`${get().url}${PATH}`, { headers });
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    const bearer = async (role: 'user' | 'service') => ({
      authorization: `Bearer ${await get().tokenOf(role)}`,
    });
    expect(await answer({})).toEqual([401, 'TOKEN_MISSING']);
    expect(await answer(await bearer('user'))).toEqual([403, 'ROLE_REFUSED']);
    expect(await answer(await bearer('service'))).toEqual([403, 'ROLE_REFUSED']);
    expect(await answer({ ...get().authorization, 'last-event-id': 'nonsense' })).toEqual([
      400,
      'LIVE_SUBSCRIPTION_INVALID',
    ]);
  });

  test('tells of a position of another database, and begins with what comes now', async () => {
    const stream = await open(PATH, { 'last-event-id': '999999.1700000000000.0' });
    await waitUntil(() =>
      expect(stream.frames()[1]).toEqual({
        event: 'monitoring:gap',
        data: { missed: 0, reason: 'unknown_position' },
      }),
    );
    await get().post({ id: 'after_gap', type: 'chat' });
    await waitUntil(() => expect(idsOf(stream)).toEqual(['after_gap']));
  });

  test('ends with a clear message when the token does', async () => {
    const authorization = `Bearer ${await get().tokenOf('admin', 1000)}`;
    const stream = await open(PATH, { authorization });
    await stream.ended;
    expect(stream.frames().at(-1)).toMatchObject({
      event: 'monitoring:error',
      data: { code: 'TOKEN_EXPIRED' },
    });
  });

  test('is read by a browser-like client that reads the body as it comes', async () => {
    const ending = new AbortController();
    const response = await fetch(`${get().url}${PATH}`, {
      headers: get().authorization,
      signal: ending.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value ?? '';
    expect(text).toMatch(/^data: \{"type":"connected"\}\n\n/);
    await get().post({ id: 'fetched', type: 'chat' });
    while (!text.includes('"id":"fetched"')) text += (await reader.read()).value;
    ending.abort();
  });

  test('shows messages of users in the form of /debug/message-stream', async () => {
    const stream = await open('/debug/message-stream');
    const data = { userName: 'Ada', messageText: 'hello', responseTime: 120 };
    await get().post({ id: 'x', type: 'tool', userId: 'ada' });
    await get().post({
      id: 'm',
      type: 'message',
      userId: 'ada',
      data,
      timestamp: '2026-11-20T10:00:00.000Z',
    });
    await waitUntil(() => expect(stream.frames()).toHaveLength(1));
    expect(stream.frames()[0]!.data).toEqual({
      user_id: 'ada',
      user_name: expect.any(String),
      message_text: 'hello',
      timestamp: '2026-11-20T10:00:00.000Z',
      response_time: 120,
    });
  });

  test('counts its subscribers, and forgets those who leave', async () => {
    const subscribers = () => get().metric('aiwatch_stream_subscribers{transport="event-stream"}');
    await waitUntil(async () => expect(await subscribers()).toBe(0));
    const stream = await open();
    await waitUntil(async () => expect(await subscribers()).toBe(1));
    stream.close();
    await waitUntil(async () => expect(await subscribers()).toBe(0));
    expect(
      await get().metric('aiwatch_stream_events_delivered_total{transport="event-stream"}'),
    ).toBeGreaterThan(5);
  });
});
