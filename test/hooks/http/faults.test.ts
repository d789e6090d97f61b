import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { currentContext, runInContext } from '../../../src/events/index.ts';
import { createExpressMiddleware } from '../../../src/hooks/http/express.ts';
import { instrumentServer } from '../../../src/hooks/http/node-server.ts';
import { sampleValue } from '../../support/parse-exposition.ts';
import { scrapeFamilies } from '../../support/scrape.ts';
import { closeAfterTest, createFastify, FRAMEWORKS, listenFastify } from './apps.ts';
import { head, openRaw, send } from './client.ts';
import { createObserved, type Identify, type Observed } from './observed.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`;

function raise(message: string): never {
  throw new Error(message);
}

async function exemplarsOf(observed: Observed) {
  const families = await scrapeFamilies(observed.registry, 'openmetrics');
  const exemplars = [...families.values()].flatMap(({ name, samples }) =>
    samples.flatMap(({ exemplar }) => (exemplar === undefined ? [] : [{ name, labels: exemplar.labels }])),
  );
  return new Set(exemplars.map(({ name, labels }) => `${name} ${labels['trace_id']} ${labels['span_id']}`));
}

describe.each(FRAMEWORKS)('the hook for $framework', ({ framework, start }) => {
  it('goes on where identify throws: counted each time, logged once', async () => {
    const observed = createObserved(() => {
      throw new Error('no cookie');
    });
    const { port } = await start(observed);
    for (let i = 0; i < 3; i++) expect((await send(port, '/users/1')).status).toBe(200);
    await observed.ended(3);
    const hook = { Fastify: 'fastify', Express: 'express', 'node:http': 'http' }[framework];
    expect(sampleValue(await observed.families(), 'aiwatch_hook_errors_total', { hook })).toBe(3);
    expect(observed.logged).toHaveLength(1);
    expect(observed.logged[0]).toContain('no cookie');
  });

  it.each<[what: string, identify: Identify]>([
    ['nothing', () => undefined as never],
    ['null', () => null as never],
    ['no ids', () => ({ userId: {}, sessionId: ['a'] })],
  ])('goes on where identify returns %s', async (_what, identify) => {
    const observed = createObserved(identify);
    const { port } = await start(observed);
    expect((await send(port, '/users/1')).status).toBe(200);
    await observed.ended(1);
    expect(observed.logged).toEqual([]);
  });

  it.each<[what: string, identify: Identify]>([
    ['throws', () => raise('no cookie')],
    ['returns a promise that rejects', () => Promise.reject(new Error('no cookie')) as never],
    ['returns a thenable that throws', () => Object.fromEntries([['then', () => raise('no cookie')]])],
  ])('reports identify where it %s, and goes on without: the trace stays', async (_what, identify) => {
    const observed = createObserved(identify);
    const { port } = await start(observed);
    const headers = { traceparent: TRACEPARENT };
    for (let i = 0; i < 2; i++) expect((await send(port, '/users/1', { headers })).status).toBe(200);
    await observed.ended(2);
    expect(observed.logged).toHaveLength(1);
    expect(await exemplarsOf(observed)).toContain(`http_requests ${TRACE_ID} ${SPAN_ID}`);
  });

  it('says that identify must be synchronous', async () => {
    const observed = createObserved(() => Promise.resolve({ userId: 'a' }) as never);
    const { port } = await start(observed);
    await send(port, '/users/1');
    await observed.ended(1);
    expect(observed.logged).toEqual([expect.stringContaining('identify must be synchronous')]);
  });

  it('leads from its metrics to the trace of a request', async () => {
    const observed = createObserved();
    const { port } = await start(observed);
    await send(port, '/users/1', { headers: { traceparent: TRACEPARENT } });
    await observed.ended(1);
    const trace = `${TRACE_ID} ${SPAN_ID}`;
    expect(await exemplarsOf(observed)).toEqual(
      new Set([
        `http_requests ${trace}`,
        `http_request_duration_seconds ${trace}`,
        `http_response_first_byte_seconds ${trace}`,
      ]),
    );
  });

  it.each([undefined, 'nonsense', `00-${'0'.repeat(32)}-${SPAN_ID}-01`, `00-${TRACE_ID}-${SPAN_ID}-00`])(
    'has no exemplar where the trace is %s',
    async traceparent => {
      const observed = createObserved();
      const { port } = await start(observed);
      await send(port, '/users/1', { headers: traceparent === undefined ? {} : { traceparent } });
      await observed.ended(1);
      expect(await exemplarsOf(observed)).toEqual(new Set());
    },
  );
});

describe.each([
  {
    framework: 'Fastify',
    start: async (observed: Observed) => {
      const { app, plugin } = createFastify(observed);
      await app.register(plugin);
      app.post('/who', () => ({ user: currentContext()?.userId }));
      return listenFastify(app);
    },
  },
  {
    framework: 'Express',
    start: async (observed: Observed) => {
      const app = express().use(createExpressMiddleware(observed.hook), express.json());
      app.post('/who', (_request, response) => void response.json({ user: currentContext()?.userId }));
      const server = app.listen(0, '127.0.0.1');
      closeAfterTest(server);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
  },
])('the context of a request with $framework', ({ start }) => {
  it('is known behind a body that comes later than its head', async () => {
    const observed = createObserved(({ headers }) => ({ userId: headers['x-user-id'] }));
    const port = await start(observed);
    const { socket, received } = await openRaw(
      port,
      'POST /who HTTP/1.1\r\nhost: localhost\r\nx-user-id: ada\r\ncontent-type: application/json\r\n' +
        'content-length: 2\r\nconnection: close\r\n\r\n',
    );
    await observed.inFlight(1);
    socket.write('{}');
    await once(socket, 'close');
    expect(received()).toContain('{"user":"ada"}');
  });
});

describe('instrumentServer()', () => {
  async function listen(
    observed: Observed,
    listener: RequestListener,
    route: (request: IncomingMessage) => string | undefined,
  ) {
    const server = createServer(listener);
    const takeOff = instrumentServer(server, { route }, observed.hook);
    closeAfterTest(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, takeOff, port: (server.address() as AddressInfo).port };
  }

  it('counts a request as unmatched where the function for its route throws', async () => {
    const observed = createObserved();
    const { port } = await listen(
      observed,
      (_request, response) => response.end('ok'),
      () => {
        throw new Error('no route');
      },
    );
    expect((await send(port, '/')).body.toString()).toBe('ok');
    expect(await observed.ended(1)).toMatchObject([{ route: 'unmatched', count: 1 }]);
    expect(observed.logged[0]).toContain('no route');
  });

  it('runs the listeners in the context of the request', async () => {
    const observed = createObserved(({ headers }) => ({ userId: headers['x-user-id'] }));
    const { port } = await listen(
      observed,
      (_request, response) => setImmediate(() => response.end(currentContext()?.userId)),
      () => '/',
    );
    const answers = await Promise.all(
      ['a', 'b'].map(user => send(port, '/', { headers: { 'x-user-id': user } })),
    );
    expect(answers.map(({ body }) => body.toString())).toEqual(['a', 'b']);
  });

  it('counts what a listener for 100-continue answers, once', async () => {
    const observed = createObserved();
    const { server, port } = await listen(
      observed,
      (_request, response) => response.end('ok'),
      () => '/',
    );
    server.on('checkContinue', (request, response) => {
      if (request.url === '/refused') response.writeHead(417).end();
      else server.emit('request', request, response);
    });
    for (const path of ['/refused', '/taken']) {
      const { socket } = await openRaw(port, head(path, 'expect: 100-continue', 'connection: close'));
      await once(socket, 'close');
    }
    expect((await observed.ended(2)).map(({ status }) => status)).toEqual(['417', '200']);
  });

  it('counts an answer of a client that left, and destroys it, as aborted', async () => {
    const observed = createObserved();
    const { port } = await listen(
      observed,
      (request, response) => {
        response.write('first');
        request.on('aborted', () => response.destroy());
        request.on('close', () => response.destroy());
      },
      () => '/',
    );
    const { socket } = await openRaw(port, 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    expect(await observed.ended(1)).toMatchObject([{ status: '200', outcome: 'aborted' }]);
  });

  it('is taken off again', async () => {
    const observed = createObserved();
    const { port, takeOff } = await listen(
      observed,
      (_request, response) => response.end('ok'),
      () => '/',
    );
    takeOff();
    expect((await send(port, '/')).status).toBe(200);
    expect(await observed.ended(0)).toEqual([]);
  });

  it('is taken off also where somebody wrapped emit later', async () => {
    const observed = createObserved();
    const { server, port, takeOff } = await listen(
      observed,
      (_request, response) => response.end('ok'),
      () => '/',
    );
    const emit = server.emit;
    server.emit = function (this: typeof server, ...args: Parameters<typeof emit>) {
      return emit.apply(this, args);
    } as typeof emit;
    takeOff();
    expect((await send(port, '/')).status).toBe(200);
    expect(await observed.ended(0)).toEqual([]);
  });

  it('runs a request in a context of its own, whatever is around it, with ids that may be numbers', async () => {
    const observed = createObserved(() => ({ userId: 7 }));
    const { server } = await listen(
      observed,
      (_request, response) => response.end(JSON.stringify(currentContext())),
      () => '/',
    );
    const { port } = server.address() as AddressInfo;
    const outer = { sessionId: 'outer', userId: 'outer' };
    const seen: unknown[] = [];
    server.prependListener('request', () => seen.push(currentContext()));
    const emit = server.emit.bind(server);
    server.emit = ((event: string, ...args: unknown[]) =>
      runInContext(outer, () => emit(event, ...args))) as typeof server.emit;
    expect(JSON.parse((await send(port, '/')).body.toString())).toEqual({ userId: '7' });
    expect(seen).toEqual([{ userId: '7' }]);
  });

  it('refuses what is no server', () => {
    const { hook } = createObserved();
    expect(() => instrumentServer({} as never, { route: () => '/' }, hook)).toThrow(
      expect.objectContaining({ code: 'HOOK_TARGET_INVALID' }),
    );
  });
});
