import { describe, expect, it } from 'vitest';
import type { HttpHookOptions } from '../../../src/hooks/http/http-hook.ts';
import type { HttpRequestObservation } from '../../../src/recorders/index.ts';
import { FRAMEWORKS } from './apps.ts';
import { send } from './client.ts';
import { createObserved, type Observed } from './observed.ts';

type Line = Readonly<Record<string, unknown>> & { readonly message: string };

/** An observed application with a request log, and what its requests were recorded as. */
function createLogged(more: Partial<HttpHookOptions> = {}) {
  const observed = createObserved();
  const lines: Line[] = [];
  const observations: HttpRequestObservation[] = [];
  const { recorder } = observed.hook;
  const hook: HttpHookOptions = {
    ...observed.hook,
    recorder: {
      ...recorder,
      record: observation => {
        observations.push(observation);
        recorder.record(observation);
      },
    },
    requestLog: { info: (fields, message) => void lines.push({ ...fields, message }) },
    ...more,
  };
  const logged: Observed = { ...observed, hook };
  return { logged, lines, observations };
}

describe.each(FRAMEWORKS)('the request log of $framework', ({ framework, start }) => {
  it('has a line at the start and at the end, and names both in the response', async () => {
    const { logged, lines } = createLogged();
    const { port } = await start(logged);
    const { headers } = await send(port, '/users/42?token=secret');
    await logged.ended(1);
    const requestId = headers['x-request-id'];
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['x-process-time']).toMatch(/^\d+\.\d{6}$/);
    expect(lines).toEqual([
      // Express finds the route only later.
      {
        requestId,
        method: 'GET',
        path: framework === 'Express' ? '/users/42' : '/users/:id',
        message: 'request started',
      },
      {
        requestId,
        method: 'GET',
        path: '/users/:id',
        statusCode: 200,
        outcome: 'completed',
        processTime: expect.any(Number),
        message: 'request ended',
      },
    ]);
  });

  it('takes a valid id over, also for the context, and no other', async () => {
    const { logged, observations } = createLogged();
    const { port } = await start(logged);
    const ask = async (id: string) =>
      (await send(port, '/text', { headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await ask('Abc-1._x')).toBe('Abc-1._x');
    for (const bad of ['a b', 'x'.repeat(129), '"><script>', 'a,b', 'ä'])
      expect(await ask(bad)).toMatch(/^[0-9a-f-]{36}$/);
    await logged.ended(6);
    expect(observations[0]!.context?.requestId).toBe('Abc-1._x');
  });

  it.each(['/text', '/buffer', '/empty', '/unchanged', '/events', '/boom', '/nothing'])(
    'puts the headers on the response of %s',
    async path => {
      const { logged, lines } = createLogged();
      const { port } = await start(logged);
      const { headers, status } = await send(port, path);
      expect(headers['x-request-id']).toBe(lines[0]!['requestId']);
      expect(headers['x-process-time']).toMatch(/^\d+\.\d{6}$/);
      await logged.ended(1);
      expect(lines[1]).toMatchObject({ statusCode: status, path });
    },
  );

  it('leaves responses as they are where it is off', async () => {
    const { logged, observations } = createLogged({ requestLog: undefined });
    const { port } = await start(logged);
    const { headers } = await send(port, '/text');
    expect(headers['x-request-id']).toBeUndefined();
    expect(headers['x-process-time']).toBeUndefined();
    await logged.ended(1);
    expect(observations[0]).toMatchObject({ clientIp: '127.0.0.1', apiKeyId: undefined });
  });

  it('goes on where the log itself fails', async () => {
    const { logged } = createLogged({
      requestLog: {
        info: () => {
          throw new Error('no log');
        },
      },
    });
    const { port } = await start(logged);
    expect((await send(port, '/text')).status).toBe(200);
    await logged.ended(1);
  });
});

describe.each(FRAMEWORKS)('the API key of a request to $framework', ({ start }) => {
  const ids: Readonly<Record<string, string>> = { 'key-of-ada': 'ada-1' };

  it.each([
    ['at once', (key: string) => ids[key]],
    ['later', async (key: string) => ids[key] ?? null],
  ])('becomes its id, found %s', async (_when, resolveApiKey) => {
    const { logged, observations } = createLogged({ resolveApiKey });
    const { port } = await start(logged);
    for (const key of ['key-of-ada', 'another']) await send(port, '/text', { headers: { 'x-api-key': key } });
    await send(port, '/text');
    await logged.ended(3);
    expect(observations.map(({ apiKeyId }) => apiKeyId).sort()).toEqual(['ada-1', undefined, undefined]);
    expect(JSON.stringify(observations)).not.toContain('key-of-ada');
  });

  it.each([
    ['throws', () => Promise.resolve().then(() => JSON.parse('key-of-ada'))],
    [
      'rejects',
      (key: string) => {
        throw new Error(key);
      },
    ],
  ])('is unknown where the application %s, which is told without the key', async (_how, resolveApiKey) => {
    const { logged, observations } = createLogged({ resolveApiKey });
    const { port } = await start(logged);
    expect((await send(port, '/text', { headers: { 'x-api-key': 'key-of-ada' } })).status).toBe(200);
    await logged.ended(1);
    expect(observations[0]!.apiKeyId).toBeUndefined();
    expect(logged.logged.join('')).toContain('resolveApiKey');
    expect(logged.logged.join('')).not.toContain('key-of-ada');
  });
});
