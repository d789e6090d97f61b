import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { instrumentServer } from '../../../src/hooks/http/node-server.ts';
import { closeAfterTest, createFastify, listenFastify } from './apps.ts';
import { hangUpAfter, head, openRaw, send } from './client.ts';
import { createObserved, sumOf } from './observed.ts';

const SSE = 'text/event-stream';
/** Clearly longer than what a whole answer may take. */
const PAUSE_MS = 150;

async function listen(listener: RequestListener) {
  const observed = createObserved();
  const server = createServer(listener);
  instrumentServer(server, { route: () => '/' }, observed.hook);
  closeAfterTest(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { observed, port: (server.address() as AddressInfo).port };
}

const ANSWERS: readonly [what: string, stream: 'true' | 'false', listener: RequestListener][] = [
  [
    'JSON in pieces, as layers that compress write it',
    'false',
    (_request, response) => {
      response.setHeader('content-type', 'application/json');
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.end(JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i)));
    },
  ],
  [
    'events at once',
    'true',
    (_request, response) => response.writeHead(200, { 'content-type': SSE }).end('x'),
  ],
  [
    'lines of JSON',
    'true',
    (_request, response) => response.setHeader('content-type', 'application/x-ndjson').end('{}\n'),
  ],
  [
    'text with a pause in it',
    'true',
    async (_request, response) => {
      response.write('a');
      await sleep(PAUSE_MS);
      response.end('b');
    },
  ],
  [
    'text behind a pause',
    'false',
    async (_request, response) => {
      await sleep(PAUSE_MS);
      response.end('b');
    },
  ],
  [
    'headers ahead of the body',
    'true',
    (_request, response) => {
      response.flushHeaders();
      response.end('a');
    },
  ],
  [
    'headers written with the body',
    'false',
    (_request, response) => {
      response.writeHead(200);
      response.write('a');
      response.end();
    },
  ],
];

describe('the hook', () => {
  it.each(ANSWERS)('counts %s as stream="%s"', async (_what, stream, listener) => {
    const { observed, port } = await listen(listener);
    await send(port, '/');
    expect(await observed.ended(1)).toMatchObject([{ stream, outcome: 'completed' }]);
  });

  it('knows the first byte, and the stream, of a client that leaves before the first event', async () => {
    const { observed, port } = await listen((_request, response) => {
      response.setHeader('content-type', SSE);
      response.flushHeaders();
    });
    await hangUpAfter(port, '/', '\r\n\r\n');
    expect(await observed.ended(1)).toMatchObject([{ status: '200', stream: 'true', outcome: 'aborted' }]);
    expect(await sumOf(observed, 'http_response_first_byte_seconds_count', '/')).toBe(1);
  });

  it('takes a body that its client leaves after a while for a stream, whatever its type', async () => {
    const { observed, port } = await listen((_request, response) => void response.write('first'));
    const { socket } = await openRaw(port, head('/'));
    await once(socket, 'data');
    await sleep(PAUSE_MS);
    socket.destroy();
    expect(await observed.ended(1)).toMatchObject([{ stream: 'true', outcome: 'aborted' }]);
  });

  it('knows the type of what Fastify sends as a whole', async () => {
    const observed = createObserved();
    const { app, plugin } = createFastify(observed);
    await app.register(plugin);
    app.get('/lines', (_request, reply) => reply.type('application/jsonl').send('{}\n'));
    app.get('/whole', () => ({ a: 1 }));
    const port = await listenFastify(app);
    for (const path of ['/lines', '/whole']) await send(port, path);
    const ended = await observed.ended(2);
    expect(ended.map(({ route, stream }) => `${route} ${stream}`).sort()).toEqual([
      '/lines true',
      '/whole false',
    ]);
  });
});
