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
const SUBSCRIBERS = fileURLToPath(new URL('subscribers.js', import.meta.url));

/** Measures with and without a subscriber by turns, since the machine is never the same for long. */
export async function measureQuietFeed(server: BenchServer): Promise<QuietFeedMeasurement> {
  const cpuShares: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const alone = await measureLoad(server);
    const watched = await withSubscriber(server, () => measureLoad(server));
    cpuShares.push(watched - alone);
  }
  return { messagesPerMinute: MESSAGES_PER_MINUTE, cpuShare: median(cpuShares), cpuShares };
}

/** CPU of the server, of one core. */
async function measureLoad(server: BenchServer): Promise<number> {
  const before = server.cpuSeconds();
  const { seconds } = await runLoad(server, { ...LOAD, durationMs: DURATION_MS });
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
