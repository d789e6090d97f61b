import { once } from 'node:events';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Attempt } from '../../../src/integrations/delivery/attempt.ts';
import { createDispatcher } from '../../../src/integrations/delivery/dispatcher.ts';
import {
  type Delivery,
  type DeliveryConfig,
  verifyWebhook,
} from '../../../src/integrations/delivery/index.ts';
import { createIntegrationCounts } from '../../support/integration-counts.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { startWebhookReceiver } from '../../support/webhook-receiver.ts';

const FAST = { firstPauseMs: 2, maxPauseMs: 10, timeoutMs: 5000, breakerFailures: 1000 };

function buildDelivery(id: string, lane?: string): Delivery {
  const body = JSON.stringify({ event: { id, sessionId: lane ?? null } });
  return { id, body, lane, sinceMs: Date.now() };
}

function start(config: DeliveryConfig, attempt?: Attempt) {
  const delivered: string[] = [];
  const givenUp: { id: string; reason: string; attempts: number }[] = [];
  const counts = createIntegrationCounts();
  const dispatcher = createDispatcher<Delivery>({
    config: { ...FAST, ...config },
    recorder: counts.recorder,
    onDelivered: ({ id }) => void delivered.push(id),
    onGivenUp: ({ id }, reason, attempts) => void givenUp.push({ id, reason, attempts }),
    ...(attempt !== undefined && { attempt }),
  });
  onTestFinished(() => dispatcher.close());
  return { dispatcher, delivered, givenUp, counts };
}

describe('delivering over HTTP', () => {
  test('posts JSON with key, id and a signature that the receiver can verify', async () => {
    const receiver = await startWebhookReceiver();
    const { dispatcher, delivered, counts } = start({
      endpoint: receiver.endpoint,
      apiKey: 'key-1',
      signingSecret: 'secret',
    });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(delivered).toEqual(['a']));
    const { headers, text } = receiver.requests[0]!;
    expect(headers).toMatchObject({
      authorization: 'Bearer key-1',
      'content-type': 'application/json',
      'webhook-id': 'a',
    });
    expect(verifyWebhook('secret', headers, text)).toBe(true);
    expect(await counts.countOf('delivered')).toBe(1);
    expect(dispatcher.length).toBe(0);
  });

  test('tries again what failed, with the same id, until it arrives', async () => {
    const receiver = await startWebhookReceiver();
    let failures = 3;
    receiver.behave(() => (failures-- > 0 ? 500 : 200));
    const { dispatcher, delivered, counts } = start({ endpoint: receiver.endpoint });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(delivered).toEqual(['a']));
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual(['a', 'a', 'a', 'a']);
    expect([await counts.countOf('failed'), await counts.countOf('delivered')]).toEqual([3, 1]);
  });

  test('gives up after so many attempts, and says why', async () => {
    const receiver = await startWebhookReceiver();
    receiver.behave(() => 500);
    const { dispatcher, givenUp, counts } = start({ endpoint: receiver.endpoint, maxAttempts: 3 });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(givenUp).toEqual([{ id: 'a', reason: 'status 500', attempts: 3 }]));
    expect(receiver.requests).toHaveLength(3);
    expect([await counts.countOf('failed'), await counts.countOf('dead_letter')]).toEqual([2, 1]);
  });

  test('gives up at once what the receiver does not want', async () => {
    const receiver = await startWebhookReceiver();
    receiver.behave(() => 422);
    const { dispatcher, givenUp } = start({ endpoint: receiver.endpoint });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(givenUp).toEqual([{ id: 'a', reason: 'status 422', attempts: 1 }]));
  });

  test('follows no redirect, so that key and event go nowhere else', async () => {
    const [receiver, elsewhere] = [await startWebhookReceiver(), await startWebhookReceiver()];
    receiver.behave((_received, response) => {
      response.writeHead(307, { location: elsewhere.endpoint }).end();
      return undefined;
    });
    const { dispatcher, givenUp } = start({ endpoint: receiver.endpoint, maxAttempts: 2 });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() =>
      expect(givenUp).toEqual([{ id: 'a', reason: 'status 307: redirects are not followed', attempts: 2 }]),
    );
    expect(elsewhere.requests).toEqual([]);
  });

  test('does not wait for ever: for one that hangs, or never ends its answer', async () => {
    const receiver = await startWebhookReceiver();
    let requests = 0;
    receiver.behave((_received, response) => {
      if (++requests === 2) response.writeHead(200).write('…');
      return requests > 2 ? 200 : undefined;
    });
    const { dispatcher, delivered, counts } = start({ endpoint: receiver.endpoint, timeoutMs: 200 });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(delivered).toEqual(['a']));
    expect(await counts.countOf('failed')).toBe(2);
  });

  test('reads no more of an answer than it has to', async () => {
    const receiver = await startWebhookReceiver();
    receiver.behave((_received, response) => {
      response.writeHead(200);
      const write = () => response.write(Buffer.alloc(16 * 1024), error => !error && setImmediate(write));
      write();
      return undefined;
    });
    const { dispatcher, delivered } = start({ endpoint: receiver.endpoint });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(delivered).toEqual(['a']));
  });

  test('survives connections that are closed, and a side that speaks no TLS', async () => {
    const receiver = await startWebhookReceiver();
    let closed = 0;
    receiver.behave((_received, response) => {
      if (++closed > 2) return 200;
      response.destroy();
      return undefined;
    });
    const { dispatcher, delivered } = start({ endpoint: receiver.endpoint });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(delivered).toEqual(['a']));

    const other = start({ endpoint: receiver.endpoint.replace('http:', 'https:'), maxAttempts: 1 });
    other.dispatcher.add(buildDelivery('b'));
    await waitUntil(() => expect(other.givenUp).toMatchObject([{ id: 'b', attempts: 1 }]));
    expect(receiver.requests.map(({ eventId }) => eventId)).not.toContain('b');
  });

  test('waits as long as Retry-After asks for, and then goes on', async () => {
    const receiver = await startWebhookReceiver();
    receiver.behave((_received, response) => {
      if (receiver.requests.length > 1) return 200;
      response.writeHead(429, { 'retry-after': '1' }).end();
      return undefined;
    });
    const { dispatcher, delivered } = start({ endpoint: receiver.endpoint });
    dispatcher.add(buildDelivery('a'));
    await waitUntil(() => expect(delivered).toEqual(['a']));
    expect(receiver.requests).toHaveLength(2);
  });

  test('takes no more while the other side is down, gives nothing up for that, and goes on when it is back', async () => {
    const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    let isDown = true;
    const receiver = await startWebhookReceiver();
    const http = (await import('../../../src/integrations/delivery/attempt.ts')).createAttempt;
    const [down, up] = [
      http({ endpoint: `http://127.0.0.1:${port}` }, 1000),
      http({ endpoint: receiver.endpoint }, 1000),
    ];
    let probes = 0;
    const config = { endpoint: receiver.endpoint, breakerFailures: 3, maxAttempts: 4, concurrency: 2 };
    const { dispatcher, delivered, givenUp, counts } = start(config, (message, stop) => {
      if (isDown) probes++;
      return (isDown ? down : up)(message, stop);
    });
    for (const id of ['a', 'b', 'c']) dispatcher.add(buildDelivery(id, id));
    await waitUntil(() => expect(probes).toBeGreaterThan(15));
    expect([dispatcher.isBreakerOpen, dispatcher.hasRoom, givenUp]).toEqual([true, false, []]);
    isDown = false;
    await waitUntil(() => expect(delivered.toSorted()).toEqual(['a', 'b', 'c']));
    expect([dispatcher.isBreakerOpen, dispatcher.hasRoom]).toEqual([false, true]);
    expect(await counts.countOf('dead_letter')).toBe(0);
  });
});

describe('the order of deliveries', () => {
  test('is kept within a lane, whatever fails, and nothing is lost or given up twice', async () => {
    const plan = fc.array(
      fc.record({
        lane: fc.constantFrom('a', 'b', 'c', undefined),
        failures: fc.integer({ min: 0, max: 4 }),
      }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 6 }), async (items, concurrency) => {
        const left = new Map(items.map(({ failures }, i) => [String(i), failures]));
        const arrived: string[] = [];
        const attempt: Attempt = async ({ id }) => {
          await new Promise(resolve => setImmediate(resolve));
          const failures = left.get(id)!;
          left.set(id, failures - 1);
          if (failures > 0) return { kind: 'failed', reason: 'status 500' };
          arrived.push(id);
          return { kind: 'delivered' };
        };
        const ended: string[] = [];
        const dispatcher = createDispatcher<Delivery>({
          config: { ...FAST, firstPauseMs: 1, maxPauseMs: 2, endpoint: '', maxAttempts: 4, concurrency },
          recorder: createIntegrationCounts().recorder,
          onDelivered: ({ id }) => void ended.push(id),
          onGivenUp: ({ id }) => void ended.push(id),
          attempt,
        });
        items.forEach(({ lane }, i) => {
          dispatcher.add(buildDelivery(String(i), lane));
        });
        await waitUntil(() => expect(ended).toHaveLength(items.length));
        await dispatcher.close();
        expect(ended.map(Number).toSorted((a, b) => a - b)).toEqual(items.map((_, i) => i));
        for (const lane of ['a', 'b', 'c']) {
          const inLane = arrived.map(Number).filter(i => items[i]!.lane === lane);
          expect(inLane).toEqual(inLane.toSorted((a, b) => a - b));
        }
        const hopeless = items.flatMap(({ failures }, i) => (failures >= 4 ? [String(i)] : []));
        expect(arrived.filter(id => hopeless.includes(id))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('lets the others go on while one lane fails, of which only so many wait', async () => {
    const receiver = await startWebhookReceiver();
    receiver.behave(({ sessionId }) => (sessionId === 'bad' ? 500 : 200));
    const { dispatcher, delivered, givenUp } = start({
      endpoint: receiver.endpoint,
      maxAttempts: 8,
      maxPerLane: 3,
      firstPauseMs: 100_000,
      maxPauseMs: 100_000,
    });
    dispatcher.add(buildDelivery('bad_0', 'bad'));
    await waitUntil(() => expect(receiver.requests).toHaveLength(1));
    dispatcher.add(buildDelivery('good_0', 'good'));
    await waitUntil(() => expect(delivered).toEqual(['good_0']));
    for (let i = 1; i <= 4; i++) dispatcher.add(buildDelivery(`bad_${i}`, 'bad'));
    await waitUntil(() => expect(givenUp.map(({ id }) => id)).toEqual(['bad_3', 'bad_4']));
    dispatcher.add(buildDelivery('good_1', 'good'));
    await waitUntil(() => expect(delivered).toEqual(['good_0', 'good_1']));
    expect(dispatcher.length).toBe(3);
  });

  test('waits for what follows a delivery, and asks for it again where that fails', async () => {
    const receiver = await startWebhookReceiver();
    let attempts = 0;
    const dispatcher = createDispatcher<Delivery>({
      config: { ...FAST, endpoint: receiver.endpoint },
      recorder: createIntegrationCounts().recorder,
      onDelivered: () => {
        if (++attempts < 3) throw new Error('the store is away');
      },
      onGivenUp: () => {},
    });
    onTestFinished(() => dispatcher.close());
    dispatcher.add(buildDelivery('a', 'one'));
    dispatcher.add(buildDelivery('b', 'one'));
    await waitUntil(() => expect(dispatcher.length).toBe(0));
    expect(receiver.requests.map(({ eventId }) => eventId)).toEqual(['a', 'b']);
  });
});
