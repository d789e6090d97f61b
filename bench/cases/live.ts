import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBenchPostgresql } from '../events/postgresql.ts';
import { runLoad } from '../events/run-load.ts';
import { type BenchServer, startBenchServer } from '../events/server.ts';
import { EVENTS_PER_SECOND, FEED_LOAD, WARM_MS } from '../live/feed-load.ts';
import type { PeerResult } from '../live/peer.ts';
import { startProgram } from '../live/program.ts';
import { measureQuietFeed, type QuietFeedMeasurement } from '../live/quiet-feed.ts';
import type { SubscriberResult } from '../live/subscribers.ts';

/** Subscribers of one kind while events come in. */
export interface LiveMeasurement extends SubscriberResult {
  readonly name: string;
  readonly subscribers: number;
  /** CPU time of the server in µs for each delivery, without what taking in and storing costs. */
  readonly cpuMicroseconds: number;
  readonly residentBytes: number;
}

/** All that is measured of the live feed. */
export interface LiveMeasurements {
  readonly eventsPerSecond: number;
  readonly ours: readonly LiveMeasurement[];
  readonly peer: LiveMeasurement;
  readonly quiet: QuietFeedMeasurement;
}

const DURATION_MS = 12_000;
/** What is under way at the end arrives. */
const SETTLE_MS = 1500;
const SUBSCRIBERS = fileURLToPath(new URL('../live/subscribers.js', import.meta.url));
const PEER = fileURLToPath(new URL('../live/peer.js', import.meta.url));
const PEER_SUBSCRIBERS = 100;

/** Measures the server with subscribers of each kind, and then socket.io alone, one after the other. */
export async function measureLive(onProgress: (text: string) => void): Promise<LiveMeasurements> {
  const postgresql = await startBenchPostgresql();
  try {
    const server = await startBenchServer(postgresql.url);
    const measured = await measureServer(server, onProgress).finally(server.stop);
    onProgress(`socket.io alone, ${PEER_SUBSCRIBERS} subscribers`);
    return { eventsPerSecond: EVENTS_PER_SECOND, ...measured, peer: await measurePeer() };
  } finally {
    await postgresql.remove();
  }
}

async function measureServer(server: BenchServer, onProgress: (text: string) => void) {
  const kinds = [
    { name: 'packets', packets: true, subscribers: 100 },
    { name: 'packets', packets: true, subscribers: 1000 },
    { name: 'one packet each', packets: false, subscribers: 100 },
  ];
  onProgress('one subscriber, for comparison');
  const base = await measureKind(server, { name: '', packets: true, subscribers: 1 });
  const ours: LiveMeasurement[] = [];
  for (const kind of kinds) {
    onProgress(`${kind.name}, ${kind.subscribers} subscribers`);
    const { cpuMicroseconds: total, acceptedEvents, ...rest } = await measureKind(server, kind);
    const added = (total - base.cpuMicroseconds) * acceptedEvents;
    ours.push({ ...rest, cpuMicroseconds: added / rest.deliveries });
  }
  onProgress('a few messages, with and without a subscriber');
  return { ours, quiet: await measureQuietFeed(server) };
}

interface Kind {
  readonly name: string;
  readonly packets: boolean;
  readonly subscribers: number;
}

async function measureKind(server: BenchServer, { name, packets, subscribers }: Kind) {
  const { port, adminToken: token } = server;
  const program = startProgram(SUBSCRIBERS, { port, token, count: subscribers, packets });
  try {
    await program.line();
    await runLoad(server, { ...FEED_LOAD, durationMs: WARM_MS });
    program.signal('SIGUSR2');
    const cpuBefore = server.cpuSeconds();
    const { residentBytes, acceptedEvents } = await runLoad(server, {
      ...FEED_LOAD,
      durationMs: DURATION_MS,
    });
    await sleep(SETTLE_MS);
    // For each event that was accepted, as are those of the load.
    const cpuMicroseconds = ((server.cpuSeconds() - cpuBefore) * 1e6) / acceptedEvents;
    program.signal('SIGTERM');
    const result = JSON.parse(await program.line()) as SubscriberResult;
    return { ...result, name, subscribers, acceptedEvents, cpuMicroseconds, residentBytes };
  } finally {
    await program.stop();
  }
}

async function measurePeer(): Promise<LiveMeasurement> {
  const peer = startProgram(PEER, { eventsPerSecond: EVENTS_PER_SECOND, durationMs: DURATION_MS });
  const count = PEER_SUBSCRIBERS;
  const port = Number(await peer.line());
  const program = startProgram(SUBSCRIBERS, { port, token: '', count, packets: false });
  try {
    await program.line();
    peer.signal('SIGUSR2');
    const { cpuSeconds } = JSON.parse(await peer.line()) as PeerResult;
    await sleep(SETTLE_MS);
    program.signal('SIGTERM');
    const result = JSON.parse(await program.line()) as SubscriberResult;
    const cpuMicroseconds = (cpuSeconds * 1e6) / result.deliveries;
    return {
      ...result,
      name: 'io.to(room).emit',
      subscribers: count,
      cpuMicroseconds,
      residentBytes: Number.NaN,
    };
  } finally {
    await program.stop();
    await peer.stop();
  }
}
