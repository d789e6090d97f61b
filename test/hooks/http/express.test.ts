import { once } from 'node:events';
import { createServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import express, { type Express, Router } from 'express';
import { describe, expect, it } from 'vitest';
import { currentContext } from '../../../src/events/index.ts';
import { createExpressMiddleware } from '../../../src/hooks/http/express.ts';
import { closeAfterTest } from './apps.ts';
import { head, openRaw, send } from './client.ts';
import { createObserved, type Identify, sumOf } from './observed.ts';

/** An application with the middleware in front of what `build` adds. */
async function start(build: (app: Express) => void, identify?: Identify) {
  const observed = createObserved(identify);
  const app = express().set('env', 'test');
  app.use(createExpressMiddleware(observed.hook));
  build(app);
  const server = app.listen(0, '127.0.0.1');
  closeAfterTest(server);
  await once(server, 'listening');
  return { observed, app, server, port: (server.address() as AddressInfo).port };
}

/** The routes that requests for some paths are counted under. */
async function routesOf(build: (app: Express) => void, ...paths: readonly string[]) {
  const { observed, port } = await start(build);
  for (const path of paths) await send(port, path);
  return (await observed.ended(paths.length)).map(({ route, count }) => `${count} ${route}`);
}

const answer = (_request: unknown, response: { end(text: string): unknown }) => void response.end('ok');
const router = (path: string | RegExp | string[], options = {}) => Router(options).get(path, answer);

describe('the Express middleware', () => {
  it.each<[what: string, build: (app: Express) => void, path: string, route: string]>([
    ['the root', app => app.get('/', answer), '/', '/'],
    ['a wildcard', app => app.get('/files/*path', answer), '/files/a/b', '/files/*path'],
    ['a regular expression', app => app.get(/^\/v(\d+)$/, answer), '/v12', '/^\\/v(\\d+)$/'],
    ['a list of paths', app => app.get(['/a', '/b/:id'], answer), '/b/1', '/a|/b/:id'],
    ['a mounted router', app => app.use('/api', router('/items/:id')), '/api/items/7', '/api/items/:id'],
    ['the root of a mounted router', app => app.use('/api/:v', router('/')), '/api/2', '/api/:v'],
    ['a mount with parameters', app => app.use('/u/:id', router('/x/:y')), '/u/42/x/7', '/u/:id/x/:y'],
    ['encoded values', app => app.use('/u/:id', router('/x')), '/u/a%20b%2Fc%E4%B8%96/x', '/u/:id/x'],
    [
      'mounts within mounts',
      app => app.use('/a/:a', Router().use('/b/:b', router('/:c'))),
      '/a/1/b/1/1',
      '/a/:a/b/:b/:c',
    ],
    [
      'merged parameters',
      app => app.use('/a/:a', Router().use('/b/:b', router('/', { mergeParams: true }))),
      '/a/1/b/2',
      '/a/:a/b/:b',
    ],
    ['parts of a segment', app => app.use('/f/:from-:to', router('/x')), '/f/s-t/x', '/f/:from-:to/x'],
    ['a wildcard mount', app => app.use('/w/*path/end', router('/x')), '/w/a/b/c/end/x', '/w/*path/end/x'],
    ['an expression as mount', app => app.use(/\/r(\d+)/, router('/x')), '/r77/x', '/r:0/x'],
    ['a value like a mount', app => app.use('/api', router('/:name')), '/api/api', '/api/:name'],
    ['a mount in other letters', app => app.use('/Users', router('/x')), '/uSeRs/x', '/users/x'],
    [
      'a mounted application',
      app => app.use('/sub/:id', express().get('/y/:z', answer)),
      '/sub/1/y/2',
      '/sub/:id/y/:z',
    ],
  ])('names %s by its template', async (_what, build, path, route) => {
    expect(await routesOf(build, path)).toEqual([`1 ${route}`]);
  });

  it('names a mount by its template though router.param puts something else in the place of the value', async () => {
    const build = (app: Express) => {
      app.param('id', (request, _response, next) => {
        request.params['id'] = 'loaded';
        next();
      });
      app.use('/u/:id', router('/x'));
    };
    expect(await routesOf(build, '/u/1/x', '/u/2/x')).toEqual(['2 /u/:id/x']);
  });

  it('names an error of a mounted route as its success', async () => {
    const users = Router().get('/:action', request => {
      if (request.params.action === 'fail') throw new Error('boom');
      request.res!.end();
    });
    const { observed, port } = await start(app => app.use('/users/:id', users));
    for (const path of ['/users/1/fail', '/users/2/work']) await send(port, path);
    expect((await observed.ended(2)).map(({ route, status }) => `${status} ${route}`)).toEqual([
      '500 /users/:id/:action',
      '200 /users/:id/:action',
    ]);
  });

  it('counts what an error breaks off half-way, or without an answer, as an error of the server', async () => {
    const { observed, port } = await start(app => {
      app.get('/half', (_request, response, next) => {
        response.write('half');
        setImmediate(() => next(new Error('half-way')));
      });
      app.get('/none', request => void request.socket.destroy());
    });
    for (const path of ['/half', '/none']) await send(port, path).catch(() => {});
    const ended = await observed.ended(2);
    expect(ended.map(({ route, status, outcome }) => [route, status, outcome])).toEqual([
      ['/half', '200', 'error'],
      ['/none', '500', 'error'],
    ]);
  });

  it('counts what a mounted router does not know, and what middleware answers, as unmatched', async () => {
    const build = (app: Express) => {
      app.use('/api/:v', router('/known'));
      app.use('/middleware', answer);
    };
    expect(await routesOf(build, '/api/1/unknown', '/api/2/unknown')).toEqual(['2 unmatched']);
    expect(await routesOf(build, '/middleware/1', '/middleware/2')).toEqual(['2 unmatched']);
  });

  it('keeps 10,000 paths that do not exist in one series', async () => {
    const observed = createObserved();
    const middleware = createExpressMiddleware(observed.hook);
    const app = express().use(middleware);
    const server = createServer(app);
    closeAfterTest(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (let batch = 0; batch < 10; batch++) {
      const paths = Array.from({ length: 1000 }, (_, i) => `/${batch}/${i}`);
      const { socket } = await openRaw(
        port,
        paths
          .map(
            (path, i) => `GET ${path} HTTP/1.1\r\nhost: a\r\n${i === 999 ? 'connection: close\r\n' : ''}\r\n`,
          )
          .join(''),
      );
      await once(socket, 'close');
    }
    expect(await observed.ended(10_000)).toMatchObject([
      { route: 'unmatched', status: '404', count: 10_000 },
    ]);
  });

  it('counts the compressed bytes where something compresses behind it', async () => {
    const { observed, port } = await start(app =>
      app.get('/zip', (_request, response) => {
        const gzip = createGzip();
        gzip.pipe(response.setHeader('content-encoding', 'gzip'));
        gzip.end('a'.repeat(100_000));
      }),
    );
    const { body } = await send(port, '/zip');
    await observed.ended(1);
    expect(await sumOf(observed, 'http_response_size_bytes_sum', '/zip')).toBe(body.length);
    expect(body.length).toBeLessThan(1000);
  });

  it('knows who sends a request, after express.json() and time too, and mixes nobody up', async () => {
    const { port } = await start(
      app => {
        app.use(express.json());
        app.post('/who', async (request, response) => {
          await sleep(request.body.wait);
          response.json(currentContext());
        });
      },
      ({ headers }) => ({ userId: headers['x-user-id'] }),
    );
    const users = Array.from({ length: 30 }, (_, i) => `user-${i}`);
    const answers = await Promise.all(
      users.map((user, i) =>
        send(port, '/who', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-user-id': user },
          body: ['{"wait":', `${i % 7}}`],
        }),
      ),
    );
    expect(answers.map(({ body }) => JSON.parse(body.toString()))).toEqual(users.map(userId => ({ userId })));
  });

  it('counts a request once though the middleware is used twice, and for each monitoring that watches', async () => {
    const other = createObserved();
    const { observed, port } = await start(app => {
      app.use(createExpressMiddleware(other.hook));
      const nested = Router().use(createExpressMiddleware(other.hook)).get('/x', answer);
      app.use('/twice/:id', nested);
    });
    await send(port, '/twice/1/x');
    for (const watching of [observed, other]) {
      expect(await watching.ended(1)).toMatchObject([{ route: '/twice/:id/x', count: 1 }]);
    }
  });

  it('begins the template at the router where it is used there only', async () => {
    const observed = createObserved();
    const nested = Router().use(createExpressMiddleware(observed.hook)).get('/x/:id', answer);
    const server = express().use('/mount/:secret', nested).listen(0, '127.0.0.1');
    closeAfterTest(server);
    await once(server, 'listening');
    await send((server.address() as AddressInfo).port, '/mount/123/x/4');
    expect(await observed.ended(1)).toMatchObject([{ route: '/x/:id' }]);
  });

  it('leaves out what becomes a WebSocket', async () => {
    const { observed, app, server, port } = await start(express => {
      express.get('/socket', request => {
        request.socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n');
      });
    });
    // As express-ws leads an upgrade through the routes: with a response that has no socket.
    server.on('upgrade', (request, socket) => {
      socket.on('end', () => socket.destroy()).resume();
      app(request, new ServerResponse(request) as Parameters<Express>[1]);
    });
    const { socket, received } = await openRaw(
      port,
      head('/socket', 'connection: upgrade', 'upgrade: websocket'),
    );
    await expect.poll(received).toContain('101 Switching');
    await observed.inFlight(0);
    socket.destroy();
    await expect.poll(() => new Promise(done => server.getConnections((_, count) => done(count)))).toBe(0);
    expect(await observed.ended(0)).toEqual([]);
  });
});
