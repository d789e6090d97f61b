import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runLoad } from '../events/run-load.ts';
import type { BenchServer } from '../events/server.ts';
import { median } from '../table.ts';
import { startProgram } from './program.ts';

/** What the feed costs a server that has little to do. */
export interface QuietFeedMeasurement {
  readonly messagesPerMinute: number;
  /** CPU of the server with a subscriber less that without, of one core: the median of some pairs, and each of them. */
  readonly cpuShare: number;
  readonly cpuShares: readonly number[];
}

const MESSAGES_PER_MINUTE = 1000;
const LOAD = { connections: 1, eventsPerRequest: 1, requestsPerSecond: MESSAGES_PER_MINUTE / 60 };
/** CPU time is counted in hundredths of a second. */
const DURATION_MS = 20_000;
const PAIRS = 5;
/** Until what came last is stored. */
const SETTLE_MS = 1000;
/** Until the feed sleeps that nobody watches (`IDLE_MS` of `src/live/live-feed.ts`). */
const ASLEEP_MS = 11_000;
const SUBSCRIBERS = fileURLToPath(new URL('subscribers.js', import.meta.url));

/** Measures with and without a subscriber by turns, since the machine is never the same for long. */
export async function measureQuietFeed(server: BenchServer): Promise<QuietFeedMeasurement> {
  const cpuShares: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    if (pair > 0) await sleep(ASLEEP_MS);
    const alone = await measureLoad(server);
    const watched = await withSubscriber(server, () => measureLoad(server));
    cpuShares.push(watched - alone);
  }
  return { messagesPerMinute: MESSAGES_PER_MINUTE, cpuShare: median(cpuShares), cpuShares };
}

/** CPU of the server, of one core; that of PostgreSQL is not in it. */
async function measureLoad(server: BenchServer): Promise<number> {
  const before = server.cpuSeconds();
  const { seconds } = await runLoad(server, { ...LOAD, durationMs: DURATION_MS });
  await sleep(SETTLE_MS);
  return (server.cpuSeconds() - before) / seconds;
}

async function withSubscriber<T>({ port, adminToken }: BenchServer, run: () => Promise<T>): Promise<T> {
  const program = startProgram(SUBSCRIBERS, { port, token: adminToken, count: 1, packets: true });
  try {
    await program.line();
    return await run();
  } finally {
    await program.stop();
  }
}
