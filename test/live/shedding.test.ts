import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseConfig } from '../../src/config/index.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startFeedApp } from './feed-app.ts';
import { connectClient, next, subscribe } from './live-server.ts';
import { openRawStream } from './raw-stream.ts';

const wsUrl = (url: string) => url.replace('http', 'ws');
const ENGINE_PATH = '/socket.io/?EIO=4&transport=websocket';

/** Connections that open and then say nothing of who they are. */
async function openSilent(url: string, count: number): Promise<readonly WebSocket[]> {
  const sockets = Array.from({ length: count }, () => {
    const socket = new WebSocket(`${wsUrl(url)}${ENGINE_PATH}`);
    socket.on('error', () => {});
    onTestFinished(() => socket.terminate());
    return socket;
  });
  await Promise.all(sockets.map(socket => Promise.race([once(socket, 'open'), once(socket, 'close')])));
  return sockets;
}

const openCount = (sockets: readonly WebSocket[]) =>
  sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;

describe('what protects the server of the live feed', { timeout: 60_000 }, () => {
  test('500 connections that never say who they are hold few places, while others get in', async () => {
    const app = await startFeedApp({ maxPending: 20, maxConnections: 60, deadlineMs: 600_000 });
    const sockets = await openSilent(app.url, 500);
    await waitUntil(() => expect(openCount(sockets)).toBeLessThanOrEqual(20));
    expect(await app.shed('limit')).toBeGreaterThanOrEqual(480);
    const client = connectClient(app.url, { token: app.token }, { transports: ['websocket'] });
    await subscribe(client);
    const event = next(client, 'monitoring:event');
    app.store('still_here');
    expect((await event)[0]).toMatchObject({ id: 'still_here' });
  });

  test('10,000 connections that never say who they are hold the 500 places of the defaults; who has come in goes on', async () => {
    const { maxConnections } = parseConfig({}).live;
    const app = await startFeedApp({ maxConnections });
    const client = connectClient(app.url, { token: app.token }, { transports: ['websocket'] });
    const received: string[] = [];
    client.on('monitoring:event', ({ id }) => received.push(id));
    await subscribe(client);
    const waves = Array.from({ length: 50 }, (_, i) => `wave_${i}`);
    let sockets: readonly Socket[] = [];
    let most = 0;
    for (const wave of waves) {
      // Half of them hold no socket between their requests: all that are there at once take fewer than 1,024 files.
      const [opened] = await Promise.all([openQuiet(app.url, 100), openPolling(app.url, 100)]);
      most = Math.max(most, app.places());
      const told = next(client, 'monitoring:event');
      app.store(wave);
      await told;
      sockets = [...sockets, ...opened].filter(({ closed }) => !closed);
      await waitUntil(() => expect(sockets.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(300));
    }
    expect(received).toEqual(waves);
    expect(most).toBe(501);
    expect(((await app.shed('limit')) ?? 0) + ((await app.shed('deadline')) ?? 0)).toBeGreaterThanOrEqual(
      9500,
    );
    const late = connectClient(app.url, { token: app.token }, { transports: ['websocket'] });
    expect(await subscribe(late)).toMatchObject({ ok: true });
    expect(client.connected).toBe(true);
  });

  test('a connection that does not say in time who it is, or what it wants, is closed', async () => {
    const app = await startFeedApp({ deadlineMs: 200 });
    const sockets = await openSilent(app.url, 3);
    const frames = new WebSocket(`${wsUrl(app.url)}/api/monitoring/stream`, { headers: app.headers });
    onTestFinished(() => frames.terminate());
    const told = once(frames, 'message');
    const closed = once(frames, 'close');
    await waitUntil(() => expect(openCount(sockets)).toBe(0));
    expect(JSON.parse(String((await told)[0])).data.code).toBe('LIVE_SUBSCRIPTION_MISSING');
    expect((await closed)[0]).toBe(4408);
    expect(await app.shed('deadline')).toBe(4);
  });

  test('a client of the WebSocket that vanishes is ended at the second sign of life that it leaves unanswered', async () => {
    const app = await startFeedApp({ heartbeatMs: 300 });
    const open = async (options: object) => {
      const socket = new WebSocket(`${wsUrl(app.url)}/api/monitoring/stream`, {
        headers: app.headers,
        ...options,
      });
      onTestFinished(() => socket.terminate());
      await once(socket, 'open');
      socket.send('{"type":"subscribe","channels":["events"]}');
      return socket;
    };
    const living = await open({});
    const vanished = await open({ autoPong: false });
    let pings = 0;
    vanished.on('ping', () => pings++);
    // Without a close frame, which nobody would read.
    expect((await once(vanished, 'close'))[0]).toBe(1006);
    expect(pings).toBe(1);
    await waitUntil(async () => expect(await app.connections()).toBe(1));
    const told = waitForText(living, '{"type":"monitoring:event"');
    app.store('still_here');
    await told;
  });

  test('one connection more than there may be is refused, by each transport, until another leaves', async () => {
    const app = await startFeedApp({ maxConnections: 1 });
    const streamUrl = `${app.url}/api/v1/monitoring/stream`;
    const first = await openRawStream(streamUrl, app.headers);
    const second = await fetch(streamUrl, { headers: app.headers });
    expect([second.status, await second.json()]).toEqual([
      503,
      expect.objectContaining({ error: 'LIVE_CONNECTIONS_FULL' }),
    ]);
    const frames = new WebSocket(`${wsUrl(app.url)}/api/monitoring/stream`, { headers: app.headers });
    const [, response] = await once(frames, 'unexpected-response');
    expect(response.statusCode).toBe(503);
    const client = connectClient(app.url, { token: app.token }, { transports: ['websocket'] });
    await next(client, 'connect_error');
    expect(client.connected).toBe(false);
    first.close();
    await waitUntil(() => expect(client.connected).toBe(true));
  });

  test('a refused upgrade is hung up on, though the other side keeps its half open', async () => {
    const app = await startFeedApp();
    const socket = openHalf(app.url, '/api/monitoring/stream', {});
    await waitUntil(() => expect(socket.text()).toContain('TOKEN_MISSING'));
    await waitUntil(async () => expect(await app.connections()).toBe(0));
    expect(socket.destroyed).toBe(false);
  });

  test.each(['/api/monitoring/stream', ENGINE_PATH])(
    'a frozen client of %s does not keep the server from its end',
    { timeout: 20_000 },
    async path => {
      const app = await startFeedApp();
      const socket = openHalf(app.url, path, app.headers);
      await waitUntil(() => expect(socket.text()).toContain('101 Switching Protocols'));
      await app.close();
      await expect(fetch(`${app.url}/health`)).rejects.toThrow();
    },
  );

  test('a page from elsewhere cannot open a socket, unless its origin is allowed', async () => {
    const app = await startFeedApp({ allowedOrigins: ['https://admin.example.com'] });
    const connectFrom = (origin: string, transports: string[]) =>
      connectClient(app.url, { token: app.token }, { transports, extraHeaders: { origin } });
    for (const transports of [['websocket'], ['polling']]) {
      await next(connectFrom('https://evil.example.com', transports), 'connect_error');
      await next(connectFrom('https://admin.example.com', transports), 'connect');
      await next(connectFrom(app.url, transports), 'connect');
    }
    const poll = (origin: string) =>
      fetch(`${app.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    const allowed = await poll('https://admin.example.com');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://admin.example.com');
    const refused = await poll('https://evil.example.com');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  test('a connection that was refused is hung up on, and cannot guess again', async () => {
    const app = await startFeedApp({ deadlineMs: 600_000 });
    const [socket] = await openSilent(app.url, 1);
    const texts: string[] = [];
    socket!.on('message', data => texts.push(String(data)));
    const closed = once(socket!, 'close');
    socket!.send('40{"service":"bot","secret":"a guess"}');
    await closed;
    expect(texts.join()).toContain('LIVE_SECRET_WRONG');
  });

  test.each([
    ['is no packet', (socket: WebSocket) => socket.send('4???')],
    [
      'is of an event that nobody may send before connecting',
      (socket: WebSocket) => socket.send('42["monitoring:subscribe"]'),
    ],
    [
      'is larger than any that is right',
      (socket: WebSocket) => socket.send(`42["x","${'x'.repeat(600_000)}"]`),
    ],
    ['announces more attachments than there are', (socket: WebSocket) => socket.send('4599999999-["x"]')],
  ])('a packet of socket.io that %s ends that one connection', async (_what, send) => {
    const app = await startFeedApp();
    const client = connectClient(app.url, { token: app.token }, { transports: ['websocket'] });
    await subscribe(client);
    const [socket] = await openSilent(app.url, 1);
    send(socket!);
    await once(socket!, 'close');
    const event = next(client, 'monitoring:event');
    app.store('next');
    expect((await event)[0]).toMatchObject({ id: 'next' });
    expect((await fetch(`${app.url}/health`)).status).toBe(200);
  });

  test('a client of socket.io is told that its packet was none, before its connection ends', async () => {
    const app = await startFeedApp();
    const socket = await openAdmitted(app);
    const texts: string[] = [];
    socket.on('message', data => texts.push(String(data)));
    const closed = once(socket, 'close');
    socket.send('42["error","an event of a client, whatever its name"]');
    socket.send('4???');
    await closed;
    expect(texts).toHaveLength(1);
    const [name, data] = JSON.parse(texts[0]!.slice('42'.length));
    expect([name, data]).toEqual([
      'monitoring:error',
      { code: 'LIVE_FRAME_INVALID', message: expect.stringContaining('expected a packet of socket.io') },
    ]);
    expect(await app.shed('malformed')).toBe(1);
  });

  test.each([false, true])(
    'a packet of socket.io that is too large ends its connection with a code that says so (after polling: %s)',
    async isUpgraded => {
      const app = await startFeedApp();
      const client = connectClient(
        app.url,
        { token: app.token },
        { transports: isUpgraded ? ['polling', 'websocket'] : ['websocket'], reconnection: false },
      );
      await next(client, 'connect');
      const { engine } = client.io;
      await waitUntil(() => expect(engine.transport.name).toBe('websocket'));
      const ended = next(client, 'disconnect');
      client.emit('x', 'x'.repeat(600_000));
      const [reason, details] = await ended;
      expect([reason, details]).toEqual([
        'transport close',
        expect.objectContaining({ context: expect.objectContaining({ code: 1009 }) }),
      ]);
      expect(await app.shed('malformed')).toBe(1);
    },
  );

  test('a client that subscribes wrongly again and again is cut off', async () => {
    const app = await startFeedApp();
    const client = connectClient(app.url, { token: app.token });
    const ended = next(client, 'disconnect');
    for (let i = 0; i < 20; i++) client.emit('monitoring:subscribe', { channels: 'wrong' });
    expect((await ended)[0]).toBe('io server disconnect');
  });

  test.each(['event-stream', 'socket.io', 'websocket'] as const)(
    'a subscriber by %s whose connection takes nothing is told, or ended; the others miss nothing',
    async transport => {
      const app = await startFeedApp({
        limits: { stuckMs: 500, bounds: { bufferBytes: 65_536, maxWaiting: 50, maxWaitingBytes: 1e6 } },
      });
      const stuck = await openStuck(transport, app);
      const others = connectClient(app.url, { token: app.token }, { transports: ['websocket'] });
      let received = 0;
      others.on('monitoring:event', () => received++);
      await subscribe(others);
      let sent = 0;
      // As many at a time as the others take, until there is no room for them on the way to the one that is stuck.
      while ((await app.shed('stuck')) === 0) {
        for (let i = 0; i < 40; i++) app.store(`event_${sent++}_${'x'.repeat(4000)}`);
        await waitUntil(() => expect(received).toBe(sent));
      }
      expect(await app.shed('stuck')).toBe(1);
      stuck.destroy();
      expect(others.connected).toBe(true);
    },
  );
});

type App = Awaited<ReturnType<typeof startFeedApp>>;

/** A client that subscribes and then reads nothing any more. */
async function openStuck(transport: 'event-stream' | 'socket.io' | 'websocket', app: App) {
  if (transport === 'event-stream') {
    const { hostname, port } = new URL(app.url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(
      `GET /api/v1/monitoring/stream HTTP/1.1\r\nhost: x\r\nauthorization: ${app.headers.authorization}\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.pause();
    return socket;
  }
  const path = transport === 'websocket' ? '/api/monitoring/stream' : ENGINE_PATH;
  const socket = new WebSocket(`${wsUrl(app.url)}${path}`, { headers: app.headers });
  socket.on('error', () => {});
  await once(socket, 'open');
  if (transport === 'websocket') {
    let isSubscribed = false;
    socket.once('message', () => {
      isSubscribed = true;
    });
    socket.send('{"type":"subscribe","channels":["events"]}');
    await waitUntil(() => {
      app.store('first');
      expect(isSubscribed).toBe(true);
    });
  } else {
    await authenticate(socket, app);
    socket.send('421["monitoring:subscribe"]');
    await waitForText(socket, '431');
  }
  socket.pause();
  return { destroy: () => socket.terminate() };
}

/** The same with nothing but a socket, which is cheap, and closes it when the server does. */
async function openQuiet(url: string, count: number): Promise<readonly Socket[]> {
  const sockets = Array.from({ length: count }, () => openUpgrade(url, ENGINE_PATH, {}));
  await Promise.all(sockets.map(socket => Promise.race([once(socket, 'data'), once(socket, 'close')])));
  // A frame that closes is the end, and one that opens the connection is not.
  for (const socket of sockets) socket.on('data', chunk => chunk[0] === CLOSE_FRAME && socket.destroy());
  return sockets;
}

const CLOSE_FRAME = 0x88;

/** Sessions of long polling that are never asked for anything; few sockets serve them all. */
async function openPolling(url: string, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 10 });
  const open = async () => {
    const [response] = (await once(
      get(`${url}/socket.io/?EIO=4&transport=polling`, { agent }),
      'response',
    )) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    await once(response.resume(), 'end');
  };
  await Promise.all(Array.from({ length: count }, open));
  agent.destroy();
}

/** A client of socket.io that was let in, and whose packets the test writes itself. */
async function openAdmitted(app: App): Promise<WebSocket> {
  const [socket] = await openSilent(app.url, 1);
  await authenticate(socket!, app);
  return socket!;
}

async function authenticate(socket: WebSocket, { token }: App): Promise<void> {
  socket.send(`40${JSON.stringify({ token })}`);
  await waitForText(socket, '40');
}

/** A client that asks for an upgrade, and never ends or answers by itself. */
function openHalf(url: string, path: string, headers: Readonly<Record<string, string>>) {
  const socket = openUpgrade(url, path, headers);
  let text = '';
  socket.on('data', chunk => {
    text += chunk;
  });
  return Object.assign(socket, { text: () => text });
}

/** A socket that asks for an upgrade, and is closed when the test is over. */
function openUpgrade(url: string, path: string, headers: Readonly<Record<string, string>>): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  onTestFinished(() => {
    socket.destroy();
  });
  const lines = [
    `GET ${path} HTTP/1.1`,
    'host: x',
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.on('error', () => {}).write(`${lines.join('\r\n')}\r\n\r\n`);
  return socket;
}

function waitForText(socket: WebSocket, start: string): Promise<void> {
  return new Promise(resolve => {
    const look = (data: unknown) => {
      if (!String(data).startsWith(start)) return;
      socket.off('message', look);
      resolve();
    };
    socket.on('message', look);
  });
}
