import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AiwatchError } from '../../../src/errors.ts';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../../src/server/plugins/fastify-options.ts';
import { strictInputPlugin } from '../../../src/server/plugins/strict-input.ts';

const body = {
  type: 'object',
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type'],
        additionalProperties: false,
        properties: { type: { type: 'string' }, size: { type: 'integer', minimum: 1 } },
      },
    },
    kind: { enum: ['a', 'b'] },
  },
} as const;

const querystring = {
  type: 'object',
  properties: { limit: { type: 'integer', minimum: 1 }, all: { type: 'boolean' }, name: { type: 'string' } },
} as const;

async function start() {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  const app = Fastify({
    ...STRICT_OPTIONS,
    bodyLimit: 1000,
    loggerInstance: logger,
    forceCloseConnections: true,
  });
  await app.register(errorPlugin);
  await app.register(strictInputPlugin);
  app.post('/items', { schema: { body } }, request => request.body);
  app.get('/list', { schema: { querystring } }, request => request.query);
  app.get<{ Params: { id: string } }>('/items/:id', request => request.params);
  app.get('/fails', () => Promise.reject(new Error('password=hunter2 in a stack')));
  app.get('/throws', () => Promise.reject('just a text'));
  app.get('/unreachable', () => {
    throw new AiwatchError('TOKEN_KEYS_UNREACHABLE', { where: 'here', found: 'ECONNREFUSED' });
  });
  onTestFinished(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const post = (content: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
    fetch(`${url}/items`, { method: 'POST', body: content, headers: { 'content-type': type } });
  return { url, port: Number(new URL(url).port), post, lines };
}

describe('a body that is not what its schema says', () => {
  it.each([
    [{}, 'items', 'a value', 'nothing'],
    [{ items: 'x' }, 'items', 'a value that must be array', 'a text of 1 characters'],
    [{ items: [{ type: 'a' }, {}] }, 'items[1].type', 'a value', 'nothing'],
    [{ items: [{ type: 7 }] }, 'items[0].type', 'a value that must be string', 'the number 7'],
    [
      { items: [{ type: 'a', size: '3' }] },
      'items[0].size',
      'a value that must be integer',
      'a text of 1 characters',
    ],
    [{ items: [{ type: 'a', more: null }] }, 'items[0].more', 'only known fields', 'null'],
    [{ items: [], kind: 'secret-value' }, 'kind', 'one of "a", "b"', 'a text of 12 characters'],
    [[], 'body', 'a value that must be object', 'a list of 0'],
    [null, 'body', 'a value that must be object', 'null'],
  ])('%j is answered with field, expectation and what was found', async (content, field, expected, found) => {
    const { post } = await start();
    const response = await post(JSON.stringify(content));
    expect(response.status).toBe(400);
    const answer = await response.json();
    expect(answer).toEqual({ error: 'REQUEST_INVALID', message: expect.any(String), field, expected, found });
    expect(JSON.stringify(answer)).not.toContain('secret-value');
  });
});

describe('a query', () => {
  it('is converted to the types of its schema, and only exactly', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/list?limit=5&all=true&name=7`)).json()).toEqual({
      limit: 5,
      all: true,
      name: '7',
    });
    for (const query of ['limit=5x', 'limit=', 'limit=0', 'limit=1e3', 'all=yes', 'limit=1&limit=2']) {
      const response = await fetch(`${url}/list?${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'REQUEST_INVALID', field: query.split('=')[0] });
    }
  });
});

describe('a query that is not what its schema says', () => {
  it.each([
    ['limit=0', 'limit', 'a value that must be >= 1', 'the number 0'],
    ['limit=5x', 'limit', 'a value that must be integer', 'a text of 2 characters'],
    ['name=a&name=b', 'name', 'a value that must be string', 'a list of 2'],
  ])('%s is answered with what was found', async (query, field, expected, found) => {
    const { url } = await start();
    const response = await fetch(`${url}/list?${query}`);
    expect(await response.json()).toMatchObject({ field, expected, found });
  });
});

describe('what is not a request', () => {
  it.each([
    ['{"items":', 400, 'REQUEST_MALFORMED'],
    ['', 400, 'REQUEST_MALFORMED'],
    ['{"__proto__":{"a":1},"items":[]}', 400, 'REQUEST_MALFORMED'],
    [new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 400, 'REQUEST_MALFORMED'],
    [JSON.stringify({ items: 'x'.repeat(2000) }), 413, 'REQUEST_TOO_LARGE'],
    ['['.repeat(900), 400, 'REQUEST_MALFORMED'],
  ])('as the body %j is refused', async (content, status, error) => {
    const { post } = await start();
    const response = await post(content);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error, message: expect.stringContaining('expected') });
  });

  it('in another media type is refused', async () => {
    const { post } = await start();
    const response = await post('<a/>', 'application/xml');
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: 'MEDIA_TYPE_UNSUPPORTED', field: 'content-type' });
  });

  it.each(['/items/%ff', '/items/%00', '/list?name=%00', '/list?name=%ff', '/items/%', '/items/%C0%80'])(
    'as the URL %s is refused',
    async path => {
      const { port } = await start();
      // Of a client that sends the path as it is.
      const [status, answer] = await new Promise<[number | undefined, string]>((resolve, reject) => {
        httpRequest({ host: '127.0.0.1', port, path }, response =>
          resolve(text(response).then(content => [response.statusCode, content])),
        )
          .on('error', reject)
          .end();
      });
      expect(status).toBe(400);
      expect(JSON.parse(answer)).toMatchObject({ error: 'REQUEST_MALFORMED' });
    },
  );

  it.each([
    ['NONSENSE\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'REQUEST_TOO_LARGE'],
  ])('as HTTP is refused in the same shape', async (content, status, error) => {
    const { port } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.write(content);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ error });
  });

  it('finds no route, in the same shape', async () => {
    const { url } = await start();
    for (const path of ['/nothing', '/items']) {
      const response = await fetch(`${url}${path}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: 'ROUTE_UNKNOWN' });
    }
  });
});

describe('a failure of the server', () => {
  it.each(['/fails', '/throws'])('of %s tells the client no more than an id', async path => {
    const { url, lines } = await start();
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(500);
    const answer = (await response.json()) as { id: string };
    expect(answer).toEqual({
      error: 'INTERNAL_FAILURE',
      message: expect.any(String),
      id: expect.any(String),
    });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(lines.join('')).toContain(answer.id);
  });

  it('that passes says when to ask again', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/unreachable`);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ error: 'TOKEN_KEYS_UNREACHABLE' });
  });
});
