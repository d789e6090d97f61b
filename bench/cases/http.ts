import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { median } from '../table.ts';

/** What is compared with an application without metrics. */
const HTTP_SUBJECTS = ['aiwatch', 'aiwatch, with identify', 'fastify-metrics'] as const;

export interface HttpResult {
  readonly subject: string;
  /** CPU time that a request costs more than without metrics: median over all pairs, in microseconds. */
  readonly medianMicroseconds: number;
  /** Where the true median lies with 95 % confidence. */
  readonly interval: readonly [low: number, high: number];
}

const PAIRS = 31;
const REQUESTS_PER_BATCH = 4000;
const WARM_UP_BATCHES = 4;
const CONNECTIONS = 16;

/** Loads all applications in turn, again and again, and compares each batch with the one without metrics beside it. */
export async function measureHttp(): Promise<{ baselineMicroseconds: number; results: HttpResult[] }> {
  const names = ['none', ...HTTP_SUBJECTS];
  const servers = await Promise.all(names.map(startServer));
  for (let i = 0; i < WARM_UP_BATCHES; i++) {
    for (const server of servers) await server.cpuPerRequest();
  }
  const rounds: number[][] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const round: number[] = [];
    for (const server of servers) round.push(await server.cpuPerRequest());
    rounds.push(round);
  }
  for (const server of servers) server.stop();
  const results = HTTP_SUBJECTS.map((subject, i) => {
    const differences = rounds.map(round => round[i + 1]! - round[0]!);
    return { subject, medianMicroseconds: median(differences), interval: medianInterval(differences) };
  });
  return { baselineMicroseconds: median(rounds.map(round => round[0]!)), results };
}

interface LoadedServer {
  /** Sends one batch. @returns microseconds of the server's CPU time per request */
  cpuPerRequest(): Promise<number>;
  stop(): void;
}

async function startServer(name: string): Promise<LoadedServer> {
  const script = fileURLToPath(new URL('./http-server.js', import.meta.url));
  const child = fork(script, [name]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return {
    cpuPerRequest: async () => {
      const before = await cpuOf(child);
      await sendBatch(agent, port);
      return ((await cpuOf(child)) - before) / REQUESTS_PER_BATCH;
    },
    stop: () => {
      agent.destroy();
      child.disconnect();
    },
  };
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message') as Promise<[{ cpuMicroseconds: number }]>;
  child.send('cpu');
  return (await answer)[0].cpuMicroseconds;
}

async function sendBatch(agent: Agent, port: number): Promise<void> {
  let sent = 0;
  const worker = async () => {
    while (sent < REQUESTS_PER_BATCH) await request(agent, port, sent++);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

function request(agent: Agent, port: number, n: number): Promise<void> {
  const headers = { 'x-user-id': `user-${n % 10}`, 'x-session-id': `session-${n % 10}` };
  return new Promise((resolve, reject) => {
    get({ agent, host: '127.0.0.1', port, path: `/api/items/${n}`, headers }, response => {
      response.resume().on('end', resolve).on('error', reject);
    }).on('error', reject);
  });
}

/** 95 % confidence interval of a median, by order statistics: n/2 ∓ 1.96 √n / 2. */
function medianInterval(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const reach = (1.96 * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach));
  return [sorted[low]!, sorted[high]!];
}
