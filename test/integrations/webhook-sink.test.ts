import { describe, expect, onTestFinished, test } from 'vitest';
import { createWebhookSink } from '../../src/integrations/index.ts';
import { createIntegrationCounts } from '../support/integration-counts.ts';
import { buildEvent } from '../support/records.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';

async function start(changes: { readonly maxQueued?: number; readonly enabled?: boolean } = {}) {
  const receiver = await startWebhookReceiver();
  const counts = createIntegrationCounts();
  const { maxQueued, enabled = true } = changes;
  const sink = createWebhookSink({
    config: {
      enabled,
      endpoint: receiver.endpoint,
      source: 'assistant',
      serverInstance: 'one',
      environment: 'test',
      firstPauseMs: 5,
      maxPauseMs: 20,
      breakerFailures: 2,
      maxWaiting: 2,
    },
    recorder: counts.recorder,
    ...(maxQueued !== undefined && { maxQueued }),
  });
  onTestFinished(() => sink.close());
  return { receiver, counts, sink };
}

describe('the webhook of a process without a store', () => {
  test('posts what it is given, in the same form', async () => {
    const { receiver, sink } = await start();
    const event = buildEvent({ id: 'a' });
    sink.deliver(event);
    await waitUntil(() => expect(receiver.accepted).toHaveLength(1));
    expect(JSON.parse(receiver.accepted[0]!.text)).toEqual({
      source: 'assistant',
      version: '1.0.0',
      event,
      metadata: { serverInstance: 'one', environment: 'test' },
    });
  });

  test('holds so many while the other side is down, drops the oldest, and counts them', async () => {
    const { receiver, counts, sink } = await start({ maxQueued: 3 });
    receiver.behave(() => 503);
    sink.deliver(buildEvent({ id: 'first', sessionId: null }));
    await waitUntil(async () => expect(await counts.gauge('breaker_open')).toBe(1));
    for (let i = 0; i < 10; i++) sink.deliver(buildEvent({ id: `event_${i}`, sessionId: null }));
    expect(await counts.countOf('dropped')).toBe(7);
    receiver.behave(() => 200);
    await waitUntil(() =>
      expect(receiver.accepted.map(({ eventId }) => eventId)).toEqual([
        'first',
        'event_7',
        'event_8',
        'event_9',
      ]),
    );
  });

  test('does nothing where it is not enabled', async () => {
    const { counts, sink } = await start({ enabled: false });
    sink.deliver(buildEvent());
    expect(await counts.gauge('queue_length')).toBe(0);
  });
});
