import { randomUUID } from 'node:crypto';
import { LIVE_CHANNELS, type LiveChannel, type LiveFrame } from '../../api/live.ts';
import { createRedisRelay, type LiveFeed, type RedisRelay } from '../../live/index.ts';
import {
  LEAVES_CHANNEL,
  parseRecord,
  readDatabaseId,
  type Store,
  type StoredLeaf,
  startListener,
} from '../../store/index.ts';
import { repeat } from '../parts/repeat.ts';

export interface FollowOptions {
  readonly store: Store;
  readonly feed: LiveFeed;
  readonly redisUrl: string | undefined;
  readonly onProblem: (error: unknown) => void;
}

export interface Following {
  /** Sends a frame to the subscribers of this server, and of all others. */
  readonly sendFrame: (channel: LiveChannel, frame: LiveFrame) => void;
  close(): Promise<void>;
}

const FRAMES_CHANNEL = 'aiwatch_live_frames';
/** PostgreSQL takes less than 8000 bytes; a larger frame stays on its server. */
const MAX_PAYLOAD_BYTES = 7900;
const RETRY_MS = 5000;

/**
 * Tells the feed of what this server and others store: its own batches at once, those of others by Redis where there is
 * one, and all by the notifications of the store, or at the latest when it is asked again.
 */
export function followStore({ store, feed, redisUrl, onProblem }: FollowOptions): Following {
  const serverId = randomUUID();
  let relay: RedisRelay | undefined;
  const stopListening = store.onStored(leaf => {
    if (feed.isAsleep && relay === undefined) return feed.expect(leaf.leafIndex);
    const stored = jsonOf(leaf);
    feed.take(stored);
    relay?.publish(stored);
  });
  const listener = startListener({
    createClient: store.createClient,
    channels: [LEAVES_CHANNEL, FRAMES_CHANNEL],
    onWake: (channel, payload) => {
      if (channel === LEAVES_CHANNEL) expectLeaf(feed, payload);
      else if (channel === FRAMES_CHANNEL) passOn(feed, serverId, payload);
      else feed.refresh();
    },
  });
  // Until the database can say which it is.
  const connecting = repeat(
    async () => {
      if (redisUrl === undefined || relay !== undefined) return;
      const databaseId = await readDatabaseId(store.pool);
      relay = createRedisRelay({ url: redisUrl, databaseId, onLeaf: feed.take, onProblem });
    },
    { intervalMs: RETRY_MS, retryMs: RETRY_MS, onProblem },
  );
  return {
    sendFrame: (channel, frame) => {
      feed.sendFrame(channel, frame);
      const payload = JSON.stringify({ serverId, channel, frame });
      if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) return;
      store.pool.query('SELECT pg_notify($1, $2)', [FRAMES_CHANNEL, payload]).catch(onProblem);
    },
    close: async () => {
      stopListening();
      await connecting.stop();
      relay?.close();
      await listener.close();
    },
  };
}

/** The JSON of events is a part of a larger buffer, which is not to be kept. */
function jsonOf({ leafIndex, records }: StoredLeaf) {
  const events = records.map(parseRecord).map(({ event, json }) => ({ event, json: json.toString('utf8') }));
  return { leafIndex, events };
}

/** Whoever may use the database can tell anything; what is no leaf is passed over. */
function expectLeaf(feed: LiveFeed, payload: string | undefined): void {
  const leafIndex = Number(payload);
  if (Number.isSafeInteger(leafIndex)) feed.expect(leafIndex);
}

/** What others on the database say is as trusted as the database; what is no frame is passed over. */
function passOn(feed: LiveFeed, serverId: string, payload = ''): void {
  const { serverId: sender, channel, frame } = parse(payload);
  if (sender === serverId || frame === undefined || !LIVE_CHANNELS.includes(channel as LiveChannel)) return;
  feed.sendFrame(channel as LiveChannel, frame);
}

function parse(payload: string): { serverId?: string; channel?: string; frame?: LiveFrame } {
  try {
    return JSON.parse(payload) ?? {};
  } catch {
    return {};
  }
}
