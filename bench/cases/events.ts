import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { NaiveResult } from '../events/naive.ts';
import { type BenchPostgresql, startBenchPostgresql } from '../events/postgresql.ts';
import { type LoadedServer, runLoad, runScript } from '../events/run-load.ts';
import { type BenchServer, startBenchServer } from '../events/server.ts';

/** Events that were stored while they came in. */
interface StoredMeasurement {
  readonly load: LoadedServer;
  readonly storedPerSecond: number;
  /** Age of the oldest event that waited, in seconds, by the quarters of the time. */
  readonly lagSeconds: readonly number[];
}

/** All that is measured of `aiwatch serve` on one database. */
export interface EventsMeasurement {
  readonly idleBytes: number;
  readonly burst: LoadedServer;
  readonly single: LoadedServer;
  readonly stored: StoredMeasurement;
  /** How fast what `away` and `outage` left was stored when the database was back, with nothing else to do. */
  readonly backlogPerSecond: number;
  readonly naivePerSecond: number;
  /** With the database away, as long as the spool has room. */
  readonly away: LoadedServer;
  /** The same, until the spool is full and for a while after that. */
  readonly outage: LoadedServer;
}

const SECOND_MS = 1000;
const BATCH = { connections: 8, eventsPerRequest: 100 } as const;
/** A little more than the goal, so that it is no matter of luck to reach it. */
const STORED_REQUESTS_PER_SECOND = 105;
const NAIVE = fileURLToPath(new URL('../events/naive.js', import.meta.url));

/** Starts PostgreSQL and the server, and measures one thing after the other. */
export async function measureEvents(onProgress: (text: string) => void): Promise<EventsMeasurement> {
  const postgresql = await startBenchPostgresql();
  try {
    const server = await startBenchServer(postgresql.url);
    return await measureServer(server, postgresql, onProgress).finally(server.stop);
  } finally {
    await postgresql.remove();
  }
}

async function measureServer(
  server: BenchServer,
  postgresql: BenchPostgresql,
  onProgress: (text: string) => void,
): Promise<EventsMeasurement> {
  await sleep(2 * SECOND_MS);
  const idleBytes = server.residentBytes();
  // Compiles what is hot, and makes the partitions of the day.
  await runLoad(server, { ...BATCH, durationMs: 5 * SECOND_MS, requestsPerSecond: 50 });
  onProgress('single events, 1,000 a second');
  const single = await runLoad(server, singleLoad());
  onProgress('batches, stored, for a minute');
  const stored = await measureStored(server);
  onProgress('one INSERT for each event');
  await untilStored(server);
  const naive = await runScript<NaiveResult>(NAIVE, { url: postgresql.url, durationMs: 15 * SECOND_MS });
  onProgress('batches, acknowledged');
  const burst = await runLoad(server, { ...BATCH, durationMs: 8 * SECOND_MS });
  await untilStored(server);
  onProgress('the database is away');
  await postgresql.stop();
  const away = await runLoad(server, { ...BATCH, durationMs: 6 * SECOND_MS });
  const outage = await runLoad(server, { ...BATCH, durationMs: 30 * SECOND_MS });
  onProgress('the database is back');
  await postgresql.start();
  const backlogPerSecond = await measureBacklog(server);
  const naivePerSecond = naive.events / naive.seconds;
  return { idleBytes, burst, single, stored, backlogPerSecond, naivePerSecond, away, outage };
}

function singleLoad() {
  return { connections: 32, eventsPerRequest: 1, durationMs: 15 * SECOND_MS, requestsPerSecond: 1000 };
}

async function measureStored(server: BenchServer): Promise<StoredMeasurement> {
  const durationMs = 60 * SECOND_MS;
  const before = await server.read('aiwatch_events_stored_total');
  const startMs = performance.now();
  const loading = runLoad(server, {
    ...BATCH,
    durationMs,
    requestsPerSecond: STORED_REQUESTS_PER_SECOND,
  });
  const lagSeconds: number[] = [];
  for (let quarter = 1; quarter <= 4; quarter++) {
    await sleep(startMs + (quarter * durationMs) / 4 - performance.now());
    lagSeconds.push(await server.read('aiwatch_rollup_lag_seconds'));
  }
  const stored = (await server.read('aiwatch_events_stored_total')) - before;
  const storedPerSecond = (stored / (performance.now() - startMs)) * SECOND_MS;
  return { load: await loading, storedPerSecond, lagSeconds };
}

/** From the first batch on: when the server finds the database again is a matter of its pauses. */
async function measureBacklog(server: BenchServer): Promise<number> {
  const readStored = () => server.read('aiwatch_events_stored_total');
  const before = await readStored();
  let begun = before;
  for (; begun === before; begun = await readStored()) await sleep(SECOND_MS / 10);
  const startMs = performance.now();
  await untilStored(server);
  const stored = (await readStored()) - begun;
  return (stored / (performance.now() - startMs)) * SECOND_MS;
}

async function untilStored(server: BenchServer): Promise<void> {
  while ((await server.read('aiwatch_spool_events')) > 0) await sleep(SECOND_MS / 10);
}
