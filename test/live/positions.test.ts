import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { waitUntil } from '../support/wait-until.ts';
import { startFeedApp } from './feed-app.ts';
import { connectClient } from './live-server.ts';
import { openRawStream } from './raw-stream.ts';

/** Nobody's events: whoever asks for them learns nothing from those of others. */
const RARE = { filter: { userId: 'nobody' } };

describe('a subscriber to whom no event has come', { timeout: 60_000 }, () => {
  test('by socket.io knows from where to come back, and how far the feed has come since', async () => {
    const app = await startFeedApp({ heartbeatMs: 50 });
    const client = connectClient(app.url, { token: app.token });
    const positions: string[] = [];
    client.on('monitoring:position', position => positions.push(position));
    const begin = await client.emitWithAck('monitoring:subscribe', RARE);
    expect(begin).toEqual({ ok: true, position: '0' });
    app.store('missed_1');
    app.store('missed_2');
    await waitUntil(() => expect(positions.at(-1)).toBe('2'));
    const back = connectClient(app.url, { token: app.token });
    const ids: string[] = [];
    back.on('monitoring:event', ({ id }) => ids.push(id));
    await back.emitWithAck('monitoring:subscribe', { since: begin.position });
    await waitUntil(() => expect(ids).toEqual(['missed_1', 'missed_2']));
  });

  test('by Server-Sent Events gets ids without data, from which it goes on', async () => {
    const app = await startFeedApp({ heartbeatMs: 50 });
    const url = `${app.url}/api/v1/monitoring/stream`;
    const stream = await openRawStream(`${url}?userId=nobody`, app.headers);
    await waitUntil(() => expect(stream.text()).toMatch(/^data: \{"type":"connected"\}\n\n.*id: 0\n\n/s));
    app.store('passed_over');
    await waitUntil(() => expect(stream.text()).toContain('id: 1\n\n'));
    expect(stream.frames()).toHaveLength(1);
    app.store('missed');
    const back = await openRawStream(url, { ...app.headers, 'last-event-id': '1' });
    await waitUntil(() => expect(back.frames()[1]?.data).toMatchObject({ id: 'missed' }));
  });

  test('by WebSocket gets a frame with the position at which it begins', async () => {
    const app = await startFeedApp();
    const path = `${app.url.replace('http', 'ws')}/api/monitoring/stream`;
    const socket = new WebSocket(path, { headers: app.headers });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
    const told = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'subscribe', ...RARE }));
    expect(JSON.parse(String((await told)[0]))).toEqual({
      type: 'monitoring:position',
      data: { position: '0' },
      timestamp: expect.any(String),
      position: '0',
    });
  });
});
