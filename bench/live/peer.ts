// The peer: socket.io alone, which sends each event to a room, as its documentation shows.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { sampleEvent } from '../events/sample-events.ts';

/** What is to be sent each time that somebody says so by SIGUSR2. */
export interface PeerOptions {
  readonly eventsPerSecond: number;
  readonly durationMs: number;
}

/** What it cost. */
export interface PeerResult {
  readonly cpuSeconds: number;
}

const TICK_MS = 10;
const { eventsPerSecond, durationMs } = JSON.parse(process.argv[2] ?? '') as PeerOptions;
const http = createServer();
const io = new Server(http, { perMessageDeflate: false });
io.on('connection', socket => {
  socket.on('monitoring:subscribe', async (_subscription: unknown, acknowledge: (answer: object) => void) => {
    await socket.join('monitoring');
    acknowledge({ ok: true });
  });
});

function buildEvent(n: number): object {
  const source = { application: 'bench', environment: 'production', instance: 'one' };
  return { id: `event_${n}`, ...sampleEvent(n), timestamp: new Date().toISOString(), source };
}

function send(): void {
  const before = process.cpuUsage();
  const startMs = performance.now();
  let events = 0;
  const timer = setInterval(() => {
    const passedMs = performance.now() - startMs;
    const due = (Math.min(passedMs, durationMs) / 1000) * eventsPerSecond;
    for (; events < due; events++) io.to('monitoring').emit('monitoring:event', buildEvent(events));
    if (passedMs < durationMs) return;
    clearInterval(timer);
    const { user, system } = process.cpuUsage(before);
    const result: PeerResult = { cpuSeconds: (user + system) / 1e6 };
    console.log(JSON.stringify(result));
  }, TICK_MS);
}

process.on('SIGUSR2', send);
http.listen(0, '127.0.0.1', () => console.log(String((http.address() as AddressInfo).port)));
