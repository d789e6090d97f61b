import { type ClientRequest, request as httpRequest } from 'node:http';
import Fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createAccessPlugin } from '../../../src/server/index.ts';
import { errorPlugin } from '../../../src/server/plugins/error-plugin.ts';
import { STRICT_OPTIONS } from '../../../src/server/plugins/fastify-options.ts';
import { createEventRoutes } from '../../../src/server/routes/events.ts';
import { eventually } from '../../support/eventually.ts';

const MIB = 1024 * 1024;
const HEADERS = { authorization: 'Bearer of-a-shop', 'content-type': 'application/json' };
const IDENTITY = {
  role: 'service',
  tokenId: 'a',
  expiresMs: Number.MAX_SAFE_INTEGER,
  application: 'shop',
} as const;
const ANSWER_TIMEOUT_MS = 10_000;

async function start(seen: unknown[] = []) {
  const app = Fastify({ ...STRICT_OPTIONS, forceCloseConnections: true });
  await app.register(errorPlugin);
  await app.register(createAccessPlugin({ verify: async () => IDENTITY }));
  const intake = {
    submit: async (inputs: readonly unknown[]) => {
      seen.push(...inputs);
      return inputs.map(() => ({ dropped: 'sampled' as const }));
    },
  };
  const defaultSource = { application: 'shop', environment: 'test', instance: 'one' };
  await app.register(createEventRoutes({ intake, defaultSource }));
  onTestFinished(() => app.close());
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/v1/events`;
  /** Tells of a body, and sends the begin of it only. */
  const begin = (headers: Record<string, string | number>): ClientRequest => {
    const request = httpRequest(url, { method: 'POST', headers: { ...HEADERS, ...headers } });
    request.on('error', () => {});
    request.write('[');
    return request;
  };
  const send = (body = '{"type":"chat"}') => fetch(url, { method: 'POST', headers: HEADERS, body });
  const sendUntil = (status: number) =>
    eventually(
      async () => {
        const response = await send();
        return response.status === status ? response : undefined;
      },
      { what: `an answer with ${status}`, timeoutMs: ANSWER_TIMEOUT_MS },
    );
  return { begin, send, sendUntil };
}

test.each([
  ['whose length is told', { 'content-length': 8 * MIB }],
  ['of any length', { 'transfer-encoding': 'chunked' }],
])('bodies %s are taken up to 48 MiB at once; beyond it 503 asks to come again', async (_what, headers) => {
  const { begin, sendUntil } = await start();
  const requests = Array.from({ length: 6 }, () => begin(headers));
  const refused = await sendUntil(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: 'INTAKE_BUSY' });
  requests[0]!.destroy();
  expect((await sendUntil(202)).status).toBe(202);
});

test('what is answered gives its room back', async () => {
  const { begin, send } = await start();
  for (const _ of Array(5)) begin({ 'content-length': 8 * MIB });
  const statuses: number[] = [];
  // More than the room that is left, one after another.
  const body = JSON.stringify({ type: 'chat', data: { userMessage: 'x'.repeat(3 * MIB) } });
  for (const _ of Array(6)) statuses.push((await send(body)).status);
  expect(statuses).toEqual(Array(6).fill(202));
});

test('events are taken whatever their fields are called, and the others with them', async () => {
  const seen: unknown[] = [];
  const { send } = await start(seen);
  const odd = '{"type":"b","data":{"__proto__":{"x":1},"constructor":{"prototype":{}}}}';
  const response = await send(`[{"type":"a"},${odd},{"type":"c"}]`);
  expect(response.status).toBe(202);
  expect(JSON.stringify(seen)).toBe(`[{"type":"a"},${odd},{"type":"c"}]`);
  expect(({} as { x?: number }).x).toBe(undefined);
});

test.each([
  ['', 'an empty body'],
  ['[{"type":"a"}', 'something else'],
])('a body of %j is refused as no JSON', async (body, found) => {
  const { send } = await start();
  const response = await send(body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: 'REQUEST_MALFORMED', expected: 'JSON', found });
});
