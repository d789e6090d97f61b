import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBenchPostgresql } from '../events/postgresql.ts';
import { runLoad } from '../events/run-load.ts';
import { type BenchServer, startBenchServer } from '../events/server.ts';
import { EVENTS_PER_SECOND, FEED_LOAD, WARM_MS } from '../live/feed-load.ts';
import type { PeerResult } from '../live/peer.ts';
import { type BenchProgram, startProgram } from '../live/program.ts';
import { measureQuietFeed, type QuietFeedMeasurement } from '../live/quiet-feed.ts';
import type { SubscriberResult } from '../live/subscribers.ts';
import { median } from '../table.ts';

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

const ROUND_MS = 10_000;
const ROUNDS = 5;
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
    { name: 'one packet each', packets: false, subscribers: 1000 },
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
    await askSubscribers(program);
    const rounds: Awaited<ReturnType<typeof measureRound>>[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound(server, program));
    const acceptedEvents = rounds.reduce((sum, round) => sum + round.acceptedEvents, 0);
    const residentBytes = Math.max(...rounds.map(round => round.residentBytes));
    const { cpuSeconds, ...rest } = summarize(rounds);
    // For each event that was accepted, as are those of the load.
    const cpuMicroseconds = (cpuSeconds * 1e6) / acceptedEvents;
    return { ...rest, name, subscribers, acceptedEvents, residentBytes, cpuMicroseconds };
  } finally {
    await program.stop();
  }
}

/** Medians of the times: a round in which the machine was taken away says nothing of the server. Sums of the others. */
function summarize(rounds: readonly (SubscriberResult & { readonly cpuSeconds: number })[]) {
  return {
    medianMs: median(rounds.map(({ medianMs }) => medianMs)),
    p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
    deliveries: rounds.reduce((sum, { deliveries }) => sum + deliveries, 0),
    cpuSeconds: rounds.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  };
}

async function measureRound(server: BenchServer, subscribers: BenchProgram) {
  const cpuBefore = server.cpuSeconds();
  const { residentBytes, acceptedEvents } = await runLoad(server, { ...FEED_LOAD, durationMs: ROUND_MS });
  await sleep(SETTLE_MS);
  const cpuSeconds = server.cpuSeconds() - cpuBefore;
  return { ...(await askSubscribers(subscribers)), acceptedEvents, residentBytes, cpuSeconds };
}

/** What came since they were asked before. */
async function askSubscribers(program: BenchProgram): Promise<SubscriberResult> {
  program.signal('SIGUSR2');
  return JSON.parse(await program.line());
}

/** As many rounds, after one to warm up. */
async function measurePeer(): Promise<LiveMeasurement> {
  const peer = startProgram(PEER, { eventsPerSecond: EVENTS_PER_SECOND, durationMs: ROUND_MS });
  const port = Number(await peer.line());
  const program = startProgram(SUBSCRIBERS, { port, token: '', count: PEER_SUBSCRIBERS, packets: false });
  const measureOne = async () => {
    peer.signal('SIGUSR2');
    const { cpuSeconds } = JSON.parse(await peer.line()) as PeerResult;
    await sleep(SETTLE_MS);
    return { ...(await askSubscribers(program)), cpuSeconds };
  };
  try {
    await program.line();
    await measureOne();
    const rounds: Awaited<ReturnType<typeof measureOne>>[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureOne());
    const { deliveries, cpuSeconds, ...times } = summarize(rounds);
    return {
      ...times,
      deliveries,
      name: 'io.to(room).emit',
      subscribers: PEER_SUBSCRIBERS,
      cpuMicroseconds: (cpuSeconds * 1e6) / deliveries,
      residentBytes: Number.NaN,
    };
  } finally {
    await program.stop();
    await peer.stop();
  }
}
