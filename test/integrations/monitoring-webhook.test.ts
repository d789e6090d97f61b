import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import {
  type MonitoringWebhook,
  type MonitoringWebhookConfig,
  startMonitoringWebhook,
  verifyWebhook,
} from '../../src/integrations/index.ts';
import { listDeliveryDeadLetters, openStore, requestResend, type Store } from '../../src/store/index.ts';
import { createIntegrationCounts } from '../support/integration-counts.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { buildEvent, buildRecord } from '../support/records.ts';
import { requirePrograms } from '../support/servers.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const programs = await requirePrograms('postgres', 'initdb');

describe.skipIf(programs.skip)('the webhook that is told of every event', { timeout: 60_000 }, () => {
  let postgresql: TestPostgresql;
  let connectionString: string;
  let store: Store;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  });
  afterAll(() => postgresql.close());

  beforeEach(async () => {
    connectionString = await postgresql.createDatabase();
    store = openStore({ connection: { connectionString } });
    await store.migrate();
    receiver = await startWebhookReceiver();
    return () => store.close();
  });

  const start = (changes: Partial<MonitoringWebhookConfig> = {}, of: Store = store) => {
    const counts = createIntegrationCounts();
    const problems: unknown[] = [];
    const config: MonitoringWebhookConfig = {
      enabled: true,
      endpoint: receiver.endpoint,
      apiKey: 'key-1',
      signingSecret: 'secret',
      source: 'assistant',
      serverInstance: 'server-1',
      environment: 'production',
      firstPauseMs: 5,
      maxPauseMs: 20,
      breakerFailures: 1000,
      ...changes,
    };
    const webhook: MonitoringWebhook = startMonitoringWebhook({
      config,
      store: of,
      recorder: counts.recorder,
      onProblem: error => problems.push(error),
      takeOverMs: 50,
    });
    onTestFinished(() => webhook.close());
    return { webhook, counts, problems };
  };
  const write = (...events: Parameters<typeof buildEvent>[0][]) =>
    store.write(events.map(parts => buildRecord(buildEvent(parts))));
  const acceptedIds = () => receiver.accepted.map(({ eventId }) => eventId);
  const untilAccepted = (...ids: string[]) => waitUntil(() => expect(acceptedIds()).toEqual(ids));
  const letters = () => listDeliveryDeadLetters(store.pool, { limit: 100 });

  test('gets each stored event in exactly this form, signed, with the key', async () => {
    start();
    const event = buildEvent({ id: 'event_123456', data: { userMessage: 'hello' } });
    await store.write([buildRecord(event)]);
    await untilAccepted('event_123456');
    const { headers, text } = receiver.accepted[0]!;
    expect(JSON.parse(text)).toEqual({
      source: 'assistant',
      version: '1.0.0',
      event,
      metadata: { serverInstance: 'server-1', environment: 'production' },
    });
    expect(headers.authorization).toBe('Bearer key-1');
    expect(verifyWebhook('secret', headers, text)).toBe(true);
  });

  test('is told nothing where it is not enabled', async () => {
    const { webhook } = start({ enabled: false });
    await write({ id: 'a' });
    await webhook.close();
    expect(receiver.requests).toEqual([]);
  });

  test('begins with what is stored once it is switched on', async () => {
    await write({ id: 'before' });
    await store.pool.query('SELECT pg_sleep(0.01)');
    start();
    await write({ id: 'after' });
    await untilAccepted('after');
  });

  test('gets the events of a session in their order, whatever fails in between', async () => {
    receiver.behave(() => (receiver.requests.length % 3 === 0 ? 503 : 200));
    start({ maxAttempts: 50, concurrency: 4 });
    const ids: string[] = [];
    for (let batch = 0; batch < 5; batch++) {
      const events = Array.from({ length: 30 }, (_, i) => ({
        id: `${batch}_${String(i).padStart(2, '0')}`,
        sessionId: `session_${i % 6}`,
      }));
      ids.push(...events.map(({ id }) => id));
      await write(...events);
    }
    await waitUntil(() => expect(acceptedIds().toSorted()).toEqual(ids.toSorted()));
    for (let session = 0; session < 6; session++) {
      const own = receiver.accepted.filter(({ sessionId }) => sessionId === `session_${session}`);
      const ownIds = own.map(({ eventId }) => eventId);
      expect(ownIds).toEqual(ownIds.toSorted());
    }
  });

  test('that is stopped in the middle and started again gets everything, and little twice', async () => {
    const first = start({ concurrency: 2 });
    const ids = Array.from({ length: 200 }, (_, i) => `event_${String(i).padStart(3, '0')}`);
    await write(...ids.map((id, i) => ({ id, sessionId: `session_${i % 10}` })));
    await waitUntil(() => expect(receiver.accepted.length).toBeGreaterThan(20));
    await first.webhook.close();
    const stoppedAt = receiver.requests.length;
    expect(stoppedAt).toBeLessThan(200);
    start();
    await waitUntil(() => expect(new Set(acceptedIds()).size).toBe(200));
    // At most what was on its way when it was stopped.
    expect(receiver.requests.length - 200).toBeLessThanOrEqual(2);
  });

  test('gets what failed again after a restart, while the other sessions had gone on', async () => {
    receiver.behave(({ sessionId }) => (sessionId === 'bad' ? 500 : 200));
    const first = start({ maxAttempts: 1000 });
    await write({ id: 'bad_1', sessionId: 'bad' }, { id: 'good_1', sessionId: 'good' });
    await write({ id: 'bad_2', sessionId: 'bad' }, { id: 'good_2', sessionId: 'good' });
    await untilAccepted('good_1', 'good_2');
    await first.webhook.close();
    receiver.behave(() => 200);
    start();
    await untilAccepted('good_1', 'good_2', 'bad_1', 'bad_2');
  });

  test('does not get for ever what fails for ever: it is kept as a dead letter, and sent again when asked for', async () => {
    receiver.behave(({ eventId }) => (eventId === 'bad' ? 500 : 200));
    const { counts } = start({ maxAttempts: 3 });
    await write({ id: 'bad', userId: 'user_7' }, { id: 'next' });
    await untilAccepted('next');
    const [letter] = await letters();
    expect(letter).toMatchObject({
      consumer: 'webhook',
      eventId: 'bad',
      userId: 'user_7',
      reason: 'status 500',
      attempts: 3,
      isResending: false,
    });
    expect([await counts.countOf('dead_letter'), await counts.gauge('dead_letters')]).toEqual([1, 1]);

    await requestResend(store.pool, [letter!.id]);
    await waitUntil(async () => expect(await letters()).toMatchObject([{ attempts: 6, isResending: false }]));
    receiver.behave(() => 200);
    expect(await requestResend(store.pool, undefined)).toEqual([letter!.id]);
    await untilAccepted('next', 'bad');
    await waitUntil(async () => expect(await letters()).toEqual([]));
    await waitUntil(async () => expect(await counts.gauge('dead_letters')).toBe(0));
  });

  test('goes on after an event that failed alone until the other side seemed to be down', async () => {
    receiver.behave(({ eventId }) => (eventId === 'bad' ? 500 : 200));
    start({ maxAttempts: 4, breakerFailures: 2 });
    await write({ id: 'bad' });
    await waitUntil(async () => expect(await letters()).toHaveLength(1));
    await write({ id: 'next' });
    await untilAccepted('next');
  });

  test('that is killed repeats little: how far it came was kept through the connection with its lock', async () => {
    const { webhook } = start({ concurrency: 1 });
    const ids = Array.from({ length: 50 }, (_, i) => `event_${String(i).padStart(2, '0')}`);
    await write(...ids.map(id => ({ id })));
    await waitUntil(() => expect(acceptedIds()).toEqual(ids));
    await waitUntil(async () => {
      const { rows } = await store.pool.query('SELECT waiting FROM delivery_cursors WHERE leaf_index = 1');
      expect(rows).toEqual([{ waiting: [] }]);
    });
    await store.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
    );
    await webhook.close();
    start();
    await waitUntil(() => write({ id: 'more' }));
    await waitUntil(() => expect(acceptedIds()).toContain('more'));
    expect(acceptedIds()).toEqual([...ids, 'more']);
  });

  test('keeps no dead letter of an event that was erased', async () => {
    receiver.behave(() => 422);
    start();
    await write({ id: 'bad' });
    await waitUntil(async () => expect(await letters()).toHaveLength(1));
    await store.pool.query("DELETE FROM monitoring_events WHERE event_id = 'bad'");
    expect(await letters()).toEqual([]);
  });

  test('that is down holds up nothing: events are stored, memory is bounded, and all arrive when it is back', async () => {
    receiver.behave(() => 503);
    const { counts } = start({ breakerFailures: 3, maxWaiting: 150, maxAttempts: 5 });
    await write({ id: 'first', sessionId: null });
    await waitUntil(async () => expect(await counts.gauge('breaker_open')).toBe(1));
    const ids = Array.from({ length: 900 }, (_, i) => `event_${i}`);
    for (let i = 0; i < 900; i += 300) {
      expect(await write(...ids.slice(i, i + 300).map(id => ({ id, sessionId: null })))).toMatchObject({
        stored: 300,
      });
    }
    expect(await counts.gauge('queue_length')).toBeLessThan(250);
    expect(await counts.gauge('lag_seconds')).toBeGreaterThan(0);
    receiver.behave(() => 200);
    await waitUntil(() => expect(new Set(acceptedIds()).size).toBe(901));
    await waitUntil(async () => expect(await counts.gauge('breaker_open')).toBe(0));
    expect(await letters()).toEqual([]);
    await waitUntil(async () =>
      expect([await counts.gauge('queue_length'), await counts.gauge('lag_seconds')]).toEqual([0, 0]),
    );
  });

  test('is told by one of two servers, and by the other when that one dies', async () => {
    const other = openStore({ connection: { connectionString } });
    onTestFinished(() => other.close());
    const servers = [start({ serverInstance: 'one' }), start({ serverInstance: 'two' }, other)];
    const instances = () => [
      ...new Set(receiver.accepted.map(({ text }) => JSON.parse(text).metadata.serverInstance as string)),
    ];
    await write({ id: 'a' }, { id: 'b' });
    await untilAccepted('a', 'b');
    expect(instances()).toHaveLength(1);
    await waitUntil(async () => {
      const { rows } = await store.pool.query('SELECT waiting, leaf_index FROM delivery_cursors');
      expect(rows).toEqual([{ waiting: [], leaf_index: 1 }]);
    });
    // What a server that dies leaves behind: a connection that is gone.
    await store.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()",
    );
    const [leader] = instances();
    await servers[leader === 'one' ? 0 : 1]!.webhook.close();
    await write({ id: 'c' });
    await untilAccepted('a', 'b', 'c');
    expect(instances()).toEqual([leader, leader === 'one' ? 'two' : 'one']);
  });

  test('goes on by itself after the database was away', async () => {
    const { problems } = start();
    await write({ id: 'a' });
    await untilAccepted('a');
    await postgresql.stop();
    await waitUntil(() => expect(problems.length).toBeGreaterThan(0));
    await postgresql.start();
    await waitUntil(() => write({ id: 'b' }));
    await waitUntil(() => expect(new Set(acceptedIds())).toEqual(new Set(['a', 'b'])));
  });
});
