import Fastify from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createServerDestination } from '../../../src/runtime/events/server-destination.ts';

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that answers to the lines of each request. */
async function start(answer: (lines: readonly string[]) => Reply | Promise<Reply>) {
  const app = Fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'string' }, async (_: unknown, body: string) =>
    body.split('\n'),
  );
  app.post<{ Body: string[] }>('/api/v1/events', async (request, reply) => {
    const { status, body, headers = {} } = await answer(request.body);
    return reply.code(status).headers(headers).send(body);
  });
  onTestFinished(() => app.close());
  const refused: [number, string][] = [];
  const destination = createServerDestination({
    url: await app.listen({ host: '127.0.0.1', port: 0 }),
    token: undefined,
    onRefused: (count, example) => refused.push([count, example]),
  });
  onTestFinished(() => destination.close());
  return { destination, refused };
}

const recordsOf = (...texts: readonly string[]) => texts.map(text => Buffer.from(' '.repeat(36) + text));
const accept = (lines: readonly string[], dropped = 0): Reply => ({
  status: 202,
  body: { accepted: lines.length - dropped, dropped, refused: 0 },
});

describe('the delivery to a server', () => {
  test.each([
    { status: 413, body: 'too large' },
    { status: 400, body: { error: 'REQUEST_MALFORMED' } },
  ])('halves what is refused as a whole, and leaves out the event that is refused alone: %j', async reply => {
    const taken: string[] = [];
    const { destination, refused } = await start(lines => {
      if (lines.includes('bad')) return reply;
      taken.push(...lines);
      return accept(lines);
    });
    const result = await destination.deliver(recordsOf('a', 'b', 'c', 'bad', 'd', 'e', 'f'));
    expect(result).toEqual({ stored: 6, duplicates: 0, deadLetters: 1 });
    expect(taken).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(refused).toEqual([[1, reply.status === 413 ? 'status 413' : 'REQUEST_MALFORMED']]);
  });

  test('keeps what something else than aiwatch refuses', async () => {
    const { destination, refused } = await start(() => ({ status: 400, body: 'bad gateway setting' }));
    await expect(destination.deliver(recordsOf('a'))).rejects.toThrow('EVENTS_NOT_DELIVERED');
    expect(refused).toEqual([]);
  });

  test('calls what the server left out no duplicate', async () => {
    const { destination } = await start(lines => accept(lines, 1));
    expect(await destination.deliver(recordsOf('a', 'b'))).toEqual({
      stored: 1,
      duplicates: 0,
      deadLetters: 0,
    });
  });

  test('waits as long as the server asks for; its end does not', async () => {
    let requests = 0;
    const { destination } = await start(() => {
      requests++;
      return { status: 503, body: { error: 'SPOOL_FULL' }, headers: { 'retry-after': '3600' } };
    });
    await expect(destination.deliver(recordsOf('a'))).rejects.toThrow('SPOOL_FULL');
    const second = destination.deliver(recordsOf('a'));
    await destination.close();
    await expect(second).rejects.toThrow();
    expect(requests).toBe(1);
  });

  test('ends with its end, though the server does not answer', async () => {
    let isAsked = () => {};
    const asked = new Promise<void>(resolve => {
      isAsked = resolve;
    });
    const { destination } = await start(() => {
      isAsked();
      return new Promise(() => {});
    });
    const delivered = destination.deliver(recordsOf('a'));
    await asked;
    await destination.close();
    await expect(delivered).rejects.toThrow('aborted');
  });
});
