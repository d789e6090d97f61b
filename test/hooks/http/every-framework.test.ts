import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, MULTIBYTE } from './apps.ts';
import { hangUpAfter, head, openRaw, send, sendRaw } from './client.ts';
import { createObserved, type Observed, sumOf } from './observed.ts';

const OK = { method: 'GET', status: '200', stream: 'false', outcome: 'completed' };

async function timesOf(observed: Observed, route: string) {
  return {
    durations: await sumOf(observed, 'http_request_duration_seconds_count', route),
    firstBytes: await sumOf(observed, 'http_response_first_byte_seconds_count', route),
  };
}

describe.each(FRAMEWORKS)('the hook for $framework', ({ start }) => {
  const run = async () => {
    const observed = createObserved();
    return { observed, ...(await start(observed)) };
  };

  it('counts requests by the template of their route, never by their path', async () => {
    const { observed, port } = await run();
    for (const id of ['1', '2?q=3', 'a%20b', '%E4%B8%96']) await send(port, `/users/${id}`);
    expect(await observed.ended(4)).toEqual([{ ...OK, route: '/users/:id', count: 4 }]);
    expect(await timesOf(observed, '/users/:id')).toEqual({ durations: 4, firstBytes: 4 });
  });

  it('counts whatever matches no route as one series', async () => {
    const { observed, port } = await run();
    for (let i = 0; i < 50; i++) await send(port, `/nowhere/${i}?${i}`);
    await send(port, '/users/1/more');
    expect(await observed.ended(51)).toEqual([{ ...OK, status: '404', route: 'unmatched', count: 51 }]);
  });

  it('counts a method that is not registered as _OTHER', async () => {
    const { observed, port } = await run();
    await send(port, '/nowhere', { method: 'PROPFIND' });
    const [only] = await observed.ended(1);
    expect(only).toMatchObject({ method: '_OTHER', status: '404', route: 'unmatched' });
  });

  it('counts the bytes of a body that is announced, and of a chunked one', async () => {
    const { observed, port } = await run();
    const headers = { 'content-type': 'text/plain' };
    const announced = await send(port, '/echo', {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(MULTIBYTE) },
      body: MULTIBYTE,
    });
    const chunked = await send(port, '/echo', { method: 'POST', headers, body: ['abc', 'def', MULTIBYTE] });
    expect([announced, chunked].map(({ body }) => body.toString())).toEqual([
      MULTIBYTE,
      `abcdef${MULTIBYTE}`,
    ]);
    await observed.ended(2);
    expect(await sumOf(observed, 'http_request_size_bytes_sum', '/echo')).toBe(5 + 11);
    expect(await sumOf(observed, 'http_response_size_bytes_sum', '/echo')).toBe(5 + 11);
  });

  it.each([
    ['/text', 5],
    ['/buffer', 1000],
    ['/events', 18],
    ['/empty', 0],
    ['/unchanged', 0],
  ])('counts the bytes of %s that go out', async (path, bytes) => {
    const { observed, port } = await run();
    await send(port, path);
    await observed.ended(1);
    expect(await sumOf(observed, 'http_response_size_bytes_sum', path)).toBe(bytes);
  });

  it('counts no body for HEAD', async () => {
    const { observed, port } = await run();
    await send(port, '/buffer', { method: 'HEAD' });
    const [only] = await observed.ended(1);
    expect(only).toMatchObject({ method: 'HEAD', status: '200', outcome: 'completed', route: '/buffer' });
    expect(await sumOf(observed, 'http_response_size_bytes_sum', '/buffer')).toBe(0);
  });

  it('counts an error of the handler as 500', async () => {
    const { observed, port } = await run();
    expect((await send(port, '/boom')).status).toBe(500);
    expect(await observed.ended(1)).toEqual([{ ...OK, status: '500', route: '/boom', count: 1 }]);
  });

  it('counts a client that leaves before there is an answer as 499', async () => {
    const { observed, port } = await run();
    const { socket } = await openRaw(port, head('/hang'));
    await observed.inFlight(1);
    socket.destroy();
    expect(await observed.ended(1)).toEqual([
      { ...OK, status: '499', outcome: 'aborted', route: '/hang', count: 1 },
    ]);
    expect(await timesOf(observed, '/hang')).toEqual({ durations: 1, firstBytes: 0 });
  });

  it('counts every stream, those that clients abort half-way included', async () => {
    const { observed, port } = await run();
    await hangUpAfter(port, '/endless', 'data: 2');
    await hangUpAfter(port, '/endless', 'data: 2');
    await send(port, '/events');
    expect(await observed.ended(3)).toEqual([
      { ...OK, stream: 'true', outcome: 'aborted', route: '/endless', count: 2 },
      { ...OK, stream: 'true', route: '/events', count: 1 },
    ]);
    expect(await timesOf(observed, '/endless')).toEqual({ durations: 2, firstBytes: 2 });
    expect(await sumOf(observed, 'http_response_size_bytes_sum', '/endless')).toBe(36);
  });

  it('counts a stream whose source fails half-way as an error', async () => {
    const { observed, port } = await run();
    await expect(send(port, '/failing')).rejects.toThrow();
    expect(await observed.ended(1)).toEqual([
      { ...OK, stream: 'true', outcome: 'error', route: '/failing', count: 1 },
    ]);
  });

  it('counts a connection that the server breaks off without an answer as an error with status 500', async () => {
    const { observed, port } = await run();
    await expect(send(port, '/break')).rejects.toThrow();
    expect(await observed.ended(1)).toEqual([
      { ...OK, status: '500', outcome: 'error', route: '/break', count: 1 },
    ]);
  });

  it('counts each of many requests on one connection, pipelined ones too', async () => {
    const { observed, port } = await run();
    const text = `${head('/text').repeat(20)}${head('/text', 'connection: close')}`;
    const received = await sendRaw(port, text);
    expect(received.split(MULTIBYTE)).toHaveLength(22);
    expect(await observed.ended(21)).toEqual([{ ...OK, route: '/text', count: 21 }]);
  });

  it('ends pipelined requests whose client leaves before their turn', async () => {
    const { observed, port } = await run();
    const { socket } = await openRaw(port, head('/hang') + head('/text').repeat(12));
    await observed.inFlight(13);
    socket.destroy();
    const ended = await observed.ended(13);
    expect(ended.map(({ outcome, route, count }) => [outcome, route, count])).toEqual([
      ['aborted', '/hang', 1],
      ['aborted', '/text', 12],
    ]);
  });

  it('answers HTTP/1.0, and a client that expects 100-continue', async () => {
    const { observed, port } = await run();
    expect(await sendRaw(port, 'GET /text HTTP/1.0\r\n\r\n')).toContain('200 OK');
    const { socket, received } = await openRaw(
      port,
      'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n' +
        'connection: close\r\nexpect: 100-continue\r\n\r\n',
    );
    await expect.poll(received).toContain('100 Continue');
    socket.write('hi');
    await once(socket, 'close');
    expect(received()).toContain('200 OK');
    const ended = await observed.ended(2);
    expect(ended.map(({ route, status }) => `${route} ${status}`).sort()).toEqual(['/echo 200', '/text 200']);
  });

  it('ends a request whose body never ends when its client leaves', async () => {
    const { observed, port } = await run();
    const { socket } = await openRaw(
      port,
      'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
    );
    await observed.inFlight(1);
    socket.destroy();
    const [only] = await observed.ended(1);
    expect(only).toMatchObject({ method: 'POST', status: '499', outcome: 'aborted' });
    expect(await sumOf(observed, 'http_request_size_bytes_sum', only!.route)).toBe(3);
  });

  it('lets a request for an upgrade through, and counts one that is refused', async () => {
    const { observed, server, port } = await run();
    const upgrade = head('/text', 'connection: upgrade', 'upgrade: websocket');
    const refused = await openRaw(port, upgrade);
    await expect.poll(refused.received).toContain('200 OK');
    refused.socket.destroy();
    await observed.ended(1);
    server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    expect(await sendRaw(port, upgrade)).toContain('101 Switching');
    await observed.ended(1);
  });

  it('counts a request that is being answered while the server closes', async () => {
    const { observed, server, port } = await run();
    const { socket } = await openRaw(port, head('/endless'));
    await once(socket, 'data');
    server.close();
    socket.destroy();
    expect(await observed.ended(1)).toEqual([
      { ...OK, stream: 'true', outcome: 'aborted', route: '/endless', count: 1 },
    ]);
  });
});
