import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { FeedLeaf } from './feed-leaf.ts';
import { type FeedEvent, isFeedEvent } from './live-item.ts';

export interface RedisRelayOptions {
  readonly url: string;
  /** Of the database that the servers share: others may use the same Redis. */
  readonly databaseId: string;
  /** Told of batches that other servers have stored. */
  readonly onLeaf: (leaf: FeedLeaf) => void;
  readonly onProblem: (error: unknown) => void;
}

/** Tells other servers at once of what this one has stored. */
export interface RedisRelay {
  /** Never waits and never throws: what does not arrive is read from the store. */
  publish(leaf: FeedLeaf): void;
  close(): void;
}

/** Larger batches are left for the others to read from the store. */
const MAX_MESSAGE_LENGTH = 2 ** 20;
const MAX_RECONNECT_MS = 2000;
/** Batches that Redis has not acknowledged; further ones are left for the others to read from the store. */
const MAX_PENDING = 100;
/** A Redis that says nothing for so long is connected to anew. */
const SOCKET_TIMEOUT_MS = 5000;

/** Connects to Redis by itself, again and again where it is away. */
export function createRedisRelay({ url, databaseId, onLeaf, onProblem }: RedisRelayOptions): RedisRelay {
  const serverId = randomUUID();
  const channel = `aiwatch:live:${databaseId}`;
  const connect = (): Redis => {
    const client = new Redis(url, {
      // What cannot be sent now is worth nothing later.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      socketTimeout: SOCKET_TIMEOUT_MS,
      retryStrategy: attempt => Math.min(MAX_RECONNECT_MS, 50 * 2 ** Math.min(attempt, 10)),
    });
    client.on('error', onProblem);
    return client;
  };
  let pending = 0;
  const send = async (text: string): Promise<void> => {
    pending++;
    try {
      await publisher.publish(channel, text);
    } catch (error) {
      onProblem(error);
    } finally {
      pending--;
    }
  };
  const publisher = connect();
  const subscriber = connect();
  // Also each time that it has connected again.
  subscriber.on('ready', () => void subscriber.subscribe(channel).catch(onProblem));
  subscriber.on('message', (_channel: string, text: string) => {
    const leaf = readMessage(text, serverId, onProblem);
    if (leaf !== undefined) onLeaf(leaf);
  });
  return {
    publish: leaf => {
      if (publisher.status !== 'ready' || pending >= MAX_PENDING) return;
      const text = buildMessage(serverId, leaf);
      if (text.length <= MAX_MESSAGE_LENGTH) void send(text);
    },
    close: () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/** A line that says what it is, then a line for each event: as JSON, none has a line break in it. */
function buildMessage(serverId: string, { leafIndex, events }: FeedLeaf): string {
  return [JSON.stringify({ serverId, leafIndex }), ...events.map(({ json }) => json)].join('\n');
}

function readMessage(
  text: string,
  serverId: string,
  onProblem: (error: unknown) => void,
): FeedLeaf | undefined {
  try {
    const [head = '', ...lines] = text.split('\n');
    const { serverId: sender, leafIndex } = JSON.parse(head) as { serverId: unknown; leafIndex: unknown };
    if (sender === serverId || !Number.isSafeInteger(leafIndex)) return undefined;
    const events = lines.map(json => ({ event: JSON.parse(json) as FeedEvent, json }));
    // Others may use this Redis: what is no batch of events is passed over, and read from the store.
    if (!events.every(({ event }) => isFeedEvent(event))) return undefined;
    return { leafIndex: leafIndex as number, events };
  } catch (error) {
    onProblem(error);
    return undefined;
  }
}
