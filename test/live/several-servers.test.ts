import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findFreePort } from '../../tools/servers/free-port.ts';
import { startRedis } from '../../tools/servers/redis.ts';
import { startTestPostgresql, type TestPostgresql } from '../support/postgresql.ts';
import { requirePrograms } from '../support/servers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { connectClient, type LiveServer, startLiveServer, subscribe } from './live-server.ts';

const programs = await requirePrograms('postgres', 'initdb', 'redis-server');

interface LiveEvent {
  readonly position: string;
  readonly event: { readonly id: string };
}

describe.skipIf(programs.skip)('several servers on one database', { timeout: 120_000 }, () => {
  let postgresql: TestPostgresql;
  beforeAll(async () => {
    postgresql = await startTestPostgresql(programs);
  }, 120_000);
  afterAll(() => postgresql.close());

  const startTwo = async (server = {}) => {
    const databaseUrl = await postgresql.createDatabase();
    const first = await startLiveServer({ databaseUrl, server });
    const second = await startLiveServer({ databaseUrl, server, keyFile: first.keyFile });
    return { databaseUrl, first, second };
  };
  /** A client as a careful one is: whenever it connects it asks for what it has not seen. */
  const follow = ({ url, admin }: LiveServer) => {
    const events: LiveEvent[] = [];
    const socket = connectClient(`${url}/monitoring`, { token: admin });
    socket.on('monitoring:events', (packet: LiveEvent[]) => events.push(...packet));
    const ask = () => subscribe(socket, { packets: true, since: events.at(-1)?.position });
    let subscribed = new Promise<unknown>(resolve => {
      socket.on('connect', () => {
        subscribed = ask();
        subscribed.then(resolve, () => {});
      });
    });
    return { events, socket, ids: () => events.map(({ event }) => event.id), subscribed: () => subscribed };
  };

  test('show each other’s events in one order, with the same positions', async () => {
    const { first, second } = await startTwo();
    const [one, two] = [follow(first), follow(second)];
    await Promise.all([one.subscribed(), two.subscribed()]);
    const ids = Array.from({ length: 30 }, (_, i) => `event_${i}`);
    await Promise.all(ids.map((id, i) => (i % 2 === 0 ? first : second).post({ id, type: 'chat' })));
    await waitUntil(() => expect(one.ids().toSorted()).toEqual(ids.toSorted()));
    await waitUntil(() => expect(two.events).toEqual(one.events));
  });

  test('let a client go on at the other where it was at the one', async () => {
    const { first, second } = await startTwo();
    const one = follow(first);
    await one.subscribed();
    await first.post({ id: 'seen', type: 'chat' });
    await waitUntil(() => expect(one.ids()).toEqual(['seen']));
    one.socket.disconnect();
    await first.post({ id: 'missed', type: 'chat' });
    const other = connectClient(second.url, { token: first.admin });
    const received: unknown[][] = [];
    other.on('monitoring:event', (event, position) => received.push([event.id, position]));
    await subscribe(other, { since: one.events.at(-1)!.position });
    await first.post({ id: 'live', type: 'chat' });
    await waitUntil(() => expect(received.map(([id]) => id)).toEqual(['missed', 'live']));
    expect(received.every(([, position]) => typeof position === 'string')).toBe(true);
  });

  test('let a client miss nothing while its server is started anew, and get nothing twice', async () => {
    const { databaseUrl, first, second } = await startTwo();
    const client = follow(second);
    await client.subscribed();
    const post = async (...ids: string[]) => {
      for (const id of ids) await first.post({ id, type: 'chat' });
    };
    await post('before_1', 'before_2');
    await waitUntil(() => expect(client.ids()).toHaveLength(2));
    await second.close();
    await post('away_1', 'away_2', 'away_3');
    await startLiveServer({ databaseUrl, keyFile: first.keyFile, port: second.port });
    await post('after');
    await waitUntil(() =>
      expect(client.ids()).toEqual(['before_1', 'before_2', 'away_1', 'away_2', 'away_3', 'after']),
    );
  });

  test('go on when the database has been away', async () => {
    const { first, second } = await startTwo();
    const client = follow(second);
    await client.subscribed();
    await first.post({ id: 'before', type: 'chat' });
    await waitUntil(() => expect(client.ids()).toEqual(['before']));
    await postgresql.stop();
    await first.deliver({ id: 'meanwhile', type: 'chat' });
    await postgresql.start();
    await waitUntil(() => expect(client.ids()).toEqual(['before', 'meanwhile']));
  });

  test('meet at a Redis, miss nothing while it is away, and meet there again', async () => {
    const [port, dataDir] = [await findFreePort(), await createTemporaryFolder()];
    const start = () => startRedis({ program: programs.get('redis-server'), port, dataDir });
    let redis = await start();
    onTestFinished(() => redis.stop());
    const { first, second } = await startTwo({ redisUrl: redis.url });
    const client = follow(second);
    await client.subscribed();
    const { messages } = await listenWith(redis.url);
    await first.post({ id: 'by_redis', type: 'chat' });
    await waitUntil(() => expect(client.ids()).toEqual(['by_redis']));
    await waitUntil(() => expect(messages.join()).toContain('by_redis'));

    await redis.stop();
    await first.post({ id: 'without_1', type: 'chat' });
    await first.post({ id: 'without_2', type: 'chat' });
    await waitUntil(() => expect(client.ids()).toEqual(['by_redis', 'without_1', 'without_2']));

    redis = await start();
    const { messages: later } = await listenWith(redis.url);
    await first.post({ id: 'again', type: 'chat' });
    await waitUntil(() => expect(client.ids()).toEqual(['by_redis', 'without_1', 'without_2', 'again']));
    await waitUntil(() => expect(later.join()).toContain('again'));
  });

  test.each([
    ['no JSON', () => 'leaf'],
    ['no event', (leafIndex: number) => `{"serverId":"other","leafIndex":${leafIndex}}\nnull`],
    [
      'half an event',
      (leafIndex: number) => `{"serverId":"other","leafIndex":${leafIndex}}\n{"type":"chat"}`,
    ],
  ])('pass over what others send by their Redis that is %s', async (_what, build) => {
    const [port, dataDir] = [await findFreePort(), await createTemporaryFolder()];
    const redis = await startRedis({ program: programs.get('redis-server'), port, dataDir });
    onTestFinished(() => redis.stop());
    const { first, second } = await startTwo({ redisUrl: redis.url });
    const client = follow(second);
    await client.subscribed();
    const { watcher, channel } = await listenWith(redis.url);
    await first.post({ id: 'before', type: 'chat' });
    await waitUntil(() => expect(client.ids()).toEqual(['before']));
    const [nextLeaf] = client.events.at(-1)!.position.split('.').map(Number);
    await watcher.publish(channel, build(nextLeaf! + 1));
    await first.post({ id: 'after', type: 'chat' });
    await waitUntil(() => expect(client.ids()).toEqual(['before', 'after']));
  });
});

/** Waits until two servers listen to a Redis, and listens too. */
async function listenWith(url: string) {
  const watcher = new Redis(url, { retryStrategy: () => null });
  const listener = new Redis(url, { retryStrategy: () => null });
  for (const client of [watcher, listener]) {
    onTestFinished(() => client.disconnect());
    client.on('error', () => {});
  }
  const channel = await waitUntil(async () => {
    const [name, ...others] = (await watcher.pubsub('CHANNELS', 'aiwatch:live:*')) as string[];
    expect(others).toEqual([]);
    expect(await watcher.pubsub('NUMSUB', name!)).toEqual([name, 2]);
    return name!;
  });
  const messages: string[] = [];
  await listener.psubscribe('aiwatch:live:*');
  listener.on('pmessage', (_pattern, _channel, text) => messages.push(text));
  return { watcher, channel, messages };
}
