import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import express from 'express';
import Fastify from 'fastify';
import { onTestFinished } from 'vitest';
import { createExpressMiddleware } from '../../../src/hooks/http/express.ts';
import { createFastifyPlugin } from '../../../src/hooks/http/fastify.ts';
import { instrumentServer } from '../../../src/hooks/http/node-server.ts';
import { createMetricsHandler, createScraper } from '../../../src/metrics/index.ts';
import type { Observed } from './observed.ts';

/** Two characters, five bytes. */
export const MULTIBYTE = 'ä€';

/** Two events, then nothing until the client leaves. */
export function endlessEvents(): Readable {
  const stream = new Readable({ read() {} });
  stream.push('data: 1\n\ndata: 2\n\n');
  return stream;
}

/** Two events, then the source fails, once they were taken. */
function failingEvents(): Readable {
  let count = 0;
  return new Readable({
    read() {
      if (count++ < 2) this.push(`data: ${count}\n\n`);
      else setImmediate(() => this.destroy(new Error('the source failed')));
    },
  });
}

export function wholeEvents(): Readable {
  return Readable.from(['data: 1\n\n', 'data: 2\n\n']);
}

async function pipe(source: Readable, response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  await pipeline(source, response).catch(() => {});
}

/** Closes a server with its connections when the test is over. */
export function closeAfterTest(server: Server): void {
  onTestFinished(async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise(resolve => server.close(resolve));
  });
}

async function listen(server: Server): Promise<{ server: Server; port: number }> {
  closeAfterTest(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

export function createFastify(observed: Observed) {
  const app = Fastify();
  const plugin = createFastifyPlugin({
    ...observed.hook,
    metricsHandler: createMetricsHandler(createScraper(observed.registry)),
    metricsPath: '/metrics',
  });
  closeAfterTest(app.server);
  return { app, plugin };
}

/** The port that an application listens on from now on. */
export async function listenFastify(app: ReturnType<typeof Fastify>): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

async function startFastify(observed: Observed) {
  const { app, plugin } = createFastify(observed);
  await app.register(plugin);
  app.get('/users/:id', request => ({ id: (request.params as { id: string }).id }));
  app.post('/echo', request => request.body);
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.get('/text', (_request, reply) => reply.send(MULTIBYTE));
  app.get('/buffer', (_request, reply) => reply.send(Buffer.alloc(1000)));
  app.get('/empty', (_request, reply) => reply.code(204).send());
  app.get('/unchanged', (_request, reply) => reply.code(304).send());
  app.get('/boom', () => Promise.reject(new Error('boom')));
  app.get('/hang', () => new Promise(() => {}));
  app.get('/events', (_request, reply) => reply.type('text/event-stream').send(wholeEvents()));
  app.get('/endless', (_request, reply) => reply.type('text/event-stream').send(endlessEvents()));
  app.get('/failing', (_request, reply) => reply.type('text/event-stream').send(failingEvents()));
  app.get('/break', (_request, reply) => {
    reply.hijack();
    reply.raw.destroy();
  });
  return { server: app.server, port: await listenFastify(app) };
}

async function startExpress(observed: Observed) {
  const app = express();
  app.use(createExpressMiddleware(observed.hook));
  app.use(express.text());
  app.get('/users/:id', (request, response) => void response.json({ id: request.params.id }));
  app.post('/echo', (request, response) => void response.send(request.body));
  app.get('/text', (_request, response) => void response.send(MULTIBYTE));
  app.get('/buffer', (_request, response) => void response.send(Buffer.alloc(1000)));
  app.get('/empty', (_request, response) => void response.status(204).send('nobody reads this'));
  app.get('/unchanged', (_request, response) => void response.status(304).end('nobody reads this'));
  app.get('/boom', () => Promise.reject(new Error('boom')));
  app.get('/hang', () => {});
  app.get('/events', (_request, response) => pipe(wholeEvents(), response));
  app.get('/endless', (_request, response) => pipe(endlessEvents(), response));
  app.get('/failing', (_request, response) => pipe(failingEvents(), response));
  app.get('/break', (_request, response) => void response.destroy());
  app.set('env', 'test');
  return listen(createServer(app));
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const HANDLERS: Readonly<Record<string, Handler>> = {
  '/users/:id': (request, response) => response.end(JSON.stringify({ id: request.url!.split('/')[2] })),
  '/echo': async (request, response) => response.end(await readText(request).catch(() => '')),
  '/text': (_request, response) => response.end(MULTIBYTE),
  '/buffer': (_request, response) => response.end(Buffer.alloc(1000)),
  '/empty': (_request, response) => response.writeHead(204).end('nobody reads this'),
  '/unchanged': (_request, response) => response.writeHead(304).end('nobody reads this'),
  '/boom': (_request, response) => response.writeHead(500).end(),
  '/hang': () => {},
  '/events': (_request, response) => pipe(wholeEvents(), response),
  '/endless': (_request, response) => pipe(endlessEvents(), response),
  '/failing': (_request, response) => pipe(failingEvents(), response),
  '/break': (_request, response) => response.destroy(),
};

/** What a small router of one's own does. */
function routeOfPath(request: IncomingMessage): string | undefined {
  const path = request.url!.split('?')[0]!.replace(/^\/users\/[^/]+$/, '/users/:id');
  return path in HANDLERS ? path : undefined;
}

async function startNode(observed: Observed) {
  const server = createServer((request, response) => {
    const handler = HANDLERS[routeOfPath(request) ?? ''];
    if (handler === undefined) response.writeHead(404).end();
    else handler(request, response);
  });
  instrumentServer(server, { route: routeOfPath }, observed.hook);
  return listen(server);
}

/** The same application with each framework, observed by its hook. */
export const FRAMEWORKS = [
  { framework: 'Fastify', start: startFastify },
  { framework: 'Express', start: startExpress },
  { framework: 'node:http', start: startNode },
] as const;
