// Sends events to a server as fast as it takes them, or at a rate: a process of its own, cheap beside the server.

import { setTimeout as sleep } from 'node:timers/promises';
import { buildRequest, type HttpConnection, openConnection } from './http-client.ts';
import { sampleEvent } from './sample-events.ts';

/** What is to be sent. */
export interface LoadOptions {
  readonly port: number;
  readonly token: string;
  /** Requests on their way at once. */
  readonly connections: number;
  readonly eventsPerRequest: number;
  readonly durationMs: number;
  /** Requests a second; without it each follows the answer of the one before. */
  readonly requestsPerSecond?: number;
}

/** What came of it. */
export interface LoadResult {
  readonly seconds: number;
  readonly acceptedEvents: number;
  /** Requests that were refused with 503, as they are when the spool is full. */
  readonly refusedRequests: number;
  /** From sending to the answer, in milliseconds. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Of the JSON of one event, on average. */
  readonly eventBytes: number;
}

/** Different bodies; they are sent again and again, and the server gives their events ids of their own. */
const BODIES = 200;
const PAUSE_AFTER_REFUSAL_MS = 20;

const options = JSON.parse(process.argv[2] ?? '') as LoadOptions;
const { bodies, eventBytes } = buildBodies(options.eventsPerRequest);
const requests = bodies.map(body => buildRequest(options.token, body));
const connections = Array.from({ length: options.connections }, () => openConnection(options.port));
const latencies: number[] = [];
let [accepted, refused, sent] = [0, 0, 0];
const startMs = performance.now();
const endMs = startMs + options.durationMs;
await Promise.all(connections.map(run));
const seconds = (performance.now() - startMs) / 1000;
latencies.sort((a, b) => a - b);
const result: LoadResult = {
  seconds,
  acceptedEvents: accepted * options.eventsPerRequest,
  refusedRequests: refused,
  medianMs: latencies[Math.floor(latencies.length / 2)] ?? Number.NaN,
  p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
  eventBytes,
};
console.log(JSON.stringify(result));

async function run(connection: HttpConnection): Promise<void> {
  while (await isNextDue()) {
    const request = requests[sent++ % requests.length]!;
    const sentMs = performance.now();
    const status = await connection.send(request);
    latencies.push(performance.now() - sentMs);
    if (status === 202) accepted++;
    else if (status === 503) {
      refused++;
      await sleep(PAUSE_AFTER_REFUSAL_MS);
    } else throw new Error(`the server answered ${status}`);
  }
  connection.close();
}

/** At a rate, waits for the time of the next request; false when the time is over. */
async function isNextDue(): Promise<boolean> {
  const { requestsPerSecond } = options;
  while (requestsPerSecond !== undefined && performance.now() < endMs) {
    const dueMs = startMs + (sent / requestsPerSecond) * 1000;
    if (performance.now() >= dueMs) break;
    await sleep(1);
  }
  return performance.now() < endMs;
}

function buildBodies(eventsPerRequest: number): { bodies: readonly string[]; eventBytes: number } {
  const count = eventsPerRequest === 1 ? BODIES * 10 : BODIES;
  let n = 0;
  const bodies = Array.from({ length: count }, () => {
    const events = Array.from({ length: eventsPerRequest }, () => sampleEvent(n++));
    return JSON.stringify(eventsPerRequest === 1 ? events[0] : events);
  });
  return { bodies, eventBytes: Math.round(bodies.join('').length / n) };
}
