import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { connect, constants } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ActivityContext, currentContext } from '../../../src/events/index.ts';
import { sampleValue } from '../../support/parse-exposition.ts';
import { createFastify, endlessEvents, listenFastify, wholeEvents } from './apps.ts';
import { hangUpAfter, head, openRaw, send } from './client.ts';
import { createObserved, sumOf } from './observed.ts';

const routesOf = (counted: readonly { readonly route: string }[]) => counted.map(({ route }) => route);

describe('the Fastify plugin', () => {
  it('counts hijacked streams, one that its client aborts included', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/raw', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
      wholeEvents().pipe(reply.raw);
    });
    app.get('/raw-endless', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, ['Content-Type', 'text/event-stream; charset=utf-8']);
      endlessEvents().pipe(reply.raw);
    });
    const port = await listenFastify(app);
    await send(port, '/raw');
    await hangUpAfter(port, '/raw-endless', 'data: 2');
    const ended = await observed.ended(2);
    expect(ended.map(({ route, outcome, stream }) => [route, outcome, stream])).toEqual([
      ['/raw', 'completed', 'true'],
      ['/raw-endless', 'aborted', 'true'],
    ]);
  });

  it('counts requests that are injected as completed, and those that break off as errors', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/whole', () => 'whole');
    app.get('/raw', (_request, reply) => {
      reply.hijack();
      reply.raw.end('raw');
    });
    app.get('/broken', (_request, reply) => {
      reply.hijack();
      reply.raw.write('half');
      reply.raw.destroy();
    });
    for (const path of ['/whole', '/raw']) expect((await app.inject(path)).statusCode).toBe(200);
    await expect(app.inject('/broken')).rejects.toThrow('destroyed');
    const ended = await observed.ended(3);
    expect(ended.map(({ route, outcome }) => [route, outcome])).toEqual([
      ['/whole', 'completed'],
      ['/raw', 'completed'],
      ['/broken', 'error'],
    ]);
  });

  it('measures routes of the instance that were there before it, and those of plugins registered after it', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    app.get('/before', () => 'before');
    await app.register(plugin);
    await app.register(async nested => void nested.get('/items/:item', () => 'after'), {
      prefix: '/api/:tenant',
    });
    const port = await listenFastify(app);
    for (const path of ['/before', '/api/acme/items/7', '/api/acme/nothing']) await send(port, path);
    expect(routesOf(await observed.ended(3)).sort()).toEqual([
      '/api/:tenant/items/:item',
      '/before',
      'unmatched',
    ]);
  });

  it('measures what an encapsulated plugin registered before it', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(async nested => void nested.get('/early', () => 'early'));
    await app.register(plugin);
    app.get('/late', () => 'late');
    const port = await listenFastify(app);
    for (const path of ['/early', '/late']) await send(port, path);
    expect(routesOf(await observed.ended(2))).toEqual(['/late', '/early']);
  });

  it('names wildcards and regular expressions by their template', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/files/*', () => 'file');
    app.get('/orders/:id(^\\d+$)', () => 'order');
    const port = await listenFastify(app);
    for (const path of ['/files/a/b/c.txt', '/orders/12']) await send(port, path);
    expect(routesOf(await observed.ended(2))).toEqual(['/files/*', '/orders/:id(^\\d+$)']);
  });

  it('starts the counters of routes at 0, without those for HEAD that Fastify adds', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/new/:id', () => 'new');
    await app.ready();
    const families = await observed.families();
    const labels = { route: '/new/:id', stream: 'false', outcome: 'completed' };
    for (const status_code of ['200', '500']) {
      const seriesOf = (method: string) =>
        sampleValue(families, 'http_requests_total', { ...labels, method, status_code });
      expect([seriesOf('GET'), seriesOf('HEAD')]).toEqual([0, undefined]);
    }
  });

  it('measures HTTP/2 alike, streams that the client resets included', async () => {
    const observed = createObserved();
    const { plugin } = createFastify(observed);
    const app = Fastify({ http2: true });
    onTestFinished(() => app.close());
    await app.register(plugin, { metricsPath: false });
    app.get('/users/:id', () => ({ id: 'ä' }));
    app.get('/endless', (_request, reply) => {
      const { raw } = reply.hijack();
      raw.setHeader('content-type', 'text/event-stream');
      raw.write('data: 1\n\n');
    });
    app.get('/hang', () => new Promise(() => {}));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const client = connect(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
    onTestFinished(() => client.destroy());
    const open = (path: string) => client.request({ ':path': path }).on('error', () => {});
    expect(await text(open('/users/1'))).toBe('{"id":"ä"}');
    const endless = open('/endless');
    await once(endless, 'data');
    const hanging = open('/hang');
    await observed.inFlight(2);
    for (const stream of [endless, hanging]) stream.close(constants.NGHTTP2_CANCEL);
    const ended = await observed.ended(3);
    expect(ended.map(({ route, status, stream, outcome }) => [route, status, stream, outcome])).toEqual(
      expect.arrayContaining([
        ['/users/:id', '200', 'false', 'completed'],
        ['/endless', '200', 'true', 'aborted'],
        ['/hang', '499', 'false', 'aborted'],
      ]),
    );
    expect(await sumOf(observed, 'http_response_size_bytes_sum', '/users/:id')).toBe(11);
  });

  it('serves /metrics, and measures it like any other route', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    const port = await listenFastify(app);
    const { status, headers, body } = await send(port, '/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const [only] = await observed.ended(1);
    expect(only).toMatchObject({ route: '/metrics', stream: 'false', outcome: 'completed' });
    expect(body.toString()).toContain('http_requests_in_flight 1');
  });

  it('refuses a scrape that is injected, as nobody knows where it came from, and says so', async () => {
    const { app, plugin } = createFastify(createObserved());
    await app.register(plugin);
    const { statusCode, body } = await app.inject('/metrics');
    expect(statusCode).toBe(401);
    expect(body).toContain('found neither: the request came through no server that listens');
  });

  it('serves the metrics elsewhere, or not at all', async () => {
    const [there, nowhere] = [createObserved(), createObserved()].map(createFastify);
    await there!.app.register(there!.plugin, { metricsPath: '/internal/metrics' });
    await nowhere!.app.register(nowhere!.plugin, { metricsPath: false });
    const port = await listenFastify(there!.app);
    expect((await send(port, '/internal/metrics')).status).toBe(200);
    expect((await send(port, '/metrics')).status).toBe(404);
    expect((await send(await listenFastify(nowhere!.app), '/metrics')).status).toBe(404);
  });

  it('knows who sends a request in every handler, also after the body was read, and mixes nobody up', async () => {
    const observed = createObserved(({ headers }) => ({ userId: headers['x-user-id'], sessionId: 's' }));
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    const seen: unknown[] = [];
    app.addHook('preHandler', async () => void seen.push(currentContext()?.userId));
    app.post('/who', async request => {
      await sleep((request.body as { wait: number }).wait);
      return currentContext() satisfies ActivityContext | undefined;
    });
    const port = await listenFastify(app);
    const users = Array.from({ length: 30 }, (_, i) => `user-${i}`);
    const answers = await Promise.all(
      users.map((user, i) =>
        send(port, '/who', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-user-id': user, 'x-request-id': `r-${i}` },
          body: ['{"wait":', `${i % 7}}`],
        }),
      ),
    );
    expect(answers.map(({ body }) => JSON.parse(body.toString()))).toEqual(
      users.map((userId, i) => ({ userId, sessionId: 's', requestId: `r-${i}` })),
    );
    expect(seen.toSorted()).toEqual(users.toSorted());
  });

  it('takes the id that Fastify gives a request into a context that there is anyway', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/who', request => ({ context: currentContext() ?? null, id: request.id }));
    const port = await listenFastify(app);
    const ask = async (headers: Record<string, string>) =>
      JSON.parse((await send(port, '/who', { headers })).body.toString());
    expect(await ask({})).toEqual({ context: null, id: 'req-1' });
    expect((await ask({ 'x-request-id': 'mine' })).context).toEqual({ requestId: 'mine' });
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    expect((await ask({ traceparent })).context).toEqual({
      requestId: 'req-3',
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      isSampled: false,
    });
  });

  it('leaves out what becomes a WebSocket, but counts one that is refused', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/socket', (request, reply) => {
      reply.hijack();
      request.raw.socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n');
    });
    app.get('/refused', (_request, reply) => reply.code(401).send());
    // As @fastify/websocket leads an upgrade through the routes.
    app.server.on('upgrade', (request, socket) => {
      const response = new ServerResponse(request);
      response.assignSocket(socket as Socket);
      socket.on('end', () => socket.destroy()).resume();
      app.routing(request, response);
    });
    const port = await listenFastify(app);
    const upgrade = (path: string) => openRaw(port, head(path, 'connection: upgrade', 'upgrade: websocket'));
    const open = await upgrade('/socket');
    await expect.poll(open.received).toContain('101 Switching');
    await observed.inFlight(0);
    open.socket.destroy();
    const refused = await upgrade('/refused');
    await expect.poll(refused.received).toContain('401 Unauthorized');
    refused.socket.destroy();
    expect(await observed.ended(1)).toMatchObject([{ route: '/refused', status: '401', count: 1 }]);
  });

  it('is registered once where two plugins of the application want it', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    const again = createFastify(observed).plugin;
    await app.register(plugin);
    await app.register(fastifyPlugin(async inner => inner.register(again, { metricsPath: false })));
    app.get('/once', () => 'once');
    const port = await listenFastify(app);
    await send(port, '/once');
    expect(await observed.ended(1)).toMatchObject([{ route: '/once', count: 1 }]);
  });

  it('does not see a malformed path, which Fastify refuses before its hooks', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/fine', () => 'fine');
    const port = await listenFastify(app);
    const { received, socket } = await openRaw(port, head('/%zz', 'connection: close'));
    await expect.poll(received).toContain('400 Bad Request');
    socket.destroy();
    expect((await send(port, '/fine')).status).toBe(200);
    expect((await observed.ended(1)).map(({ route }) => route)).toEqual(['/fine']);
  });
});
