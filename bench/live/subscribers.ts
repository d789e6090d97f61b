// Subscribes many times to a server of socket.io; a few of the subscribers look at the times of events.

import { WebSocket } from 'ws';
import { connectRaw } from './raw-subscriber.ts';

/** Who is to subscribe, and to what. */
export interface SubscriberOptions {
  readonly port: number;
  readonly token: string;
  readonly count: number;
  /** Packets of many events, or a packet for each. */
  readonly packets: boolean;
}

/** What arrived. */
export interface SubscriberResult {
  /** Over all subscribers. */
  readonly deliveries: number;
  /** From the time of an event, which is that of its arrival at the server, until a subscriber has it. */
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Only so many take the times: the others would cost more than the server. */
const MAX_TIMED = 20;
const TIME = /"timestamp":"([^"]+)"/g;
/** Ends of the events of a packet. */
const POSITION = /"position":"/g;

const { port, token, count, packets } = JSON.parse(process.argv[2] ?? '') as SubscriberOptions;
const latencies: number[] = [];
let timedEvents = 0;

const LOGIN = `40${JSON.stringify({ token })}`;
const SUBSCRIBE = `420["monitoring:subscribe",${JSON.stringify({ packets })}]`;
const SUBSCRIBED = '430';
/** The opening of engine.io is answered by the login, and that of the namespace by the subscription. */
const STEPS = [
  ['"upgrades"', LOGIN],
  ['40{"sid"', SUBSCRIBE],
] as const;

const connectTimed = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    socket.on('error', reject);
    socket.on('message', data => {
      const text = (data as Buffer).toString('latin1', 0, 30);
      if (text.startsWith('42["monitoring:event')) {
        look((data as Buffer).toString('latin1'));
      } else if (text.startsWith('0')) socket.send(LOGIN);
      else if (text.startsWith('40')) socket.send(SUBSCRIBE);
      else if (text.startsWith(SUBSCRIBED)) resolve();
      else if (text === '2') socket.send('3');
    });
  });

function look(text: string): void {
  const nowMs = Date.now();
  timedEvents += packets ? (text.match(POSITION)?.length ?? 0) : 1;
  for (const [, time] of text.matchAll(TIME)) latencies.push(nowMs - Date.parse(time!));
}

const timed = Math.min(count, MAX_TIMED);
for (let i = 0; i < timed; i++) await connectTimed();
for (let i = timed; i < count; i++) await connectRaw(port, STEPS, SUBSCRIBED);
console.log('ready');
// Says what came since it was asked before.
process.on('SIGUSR2', () => {
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  const deliveries = Math.round((timedEvents / timed) * count);
  const result: SubscriberResult = { deliveries, medianMs: quantile(0.5), p99Ms: quantile(0.99) };
  console.log(JSON.stringify(result));
  latencies.length = 0;
  timedEvents = 0;
});
