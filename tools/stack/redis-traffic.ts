import { connect } from 'node:net';

const INTERVAL_MS = 100;

/** Keys that are read; a prime, so that every command comes to every key. */
const KEY_COUNT = 37;

/** One key in so many is never written, so that reading it misses. */
const NEVER_WRITTEN_EVERY = 10;

/** Something like a session, in bytes. */
const VALUE = 'x'.repeat(512);

/**
 * Reads and writes keys of a Redis on 127.0.0.1, ten commands a second, as an application's cache would. Ends when
 * that Redis does, and keeps no process from ending.
 */
export function startRedisTraffic(port: number): void {
  const socket = connect({ host: '127.0.0.1', port });
  let turn = 0;
  const timer = setInterval(() => socket.write(buildCommand(turn++)), INTERVAL_MS);
  for (const each of [timer, socket]) each.unref();
  // What it answers is nobody's concern, but unread answers would stop it.
  socket.resume();
  socket.on('error', () => {});
  socket.on('close', () => clearInterval(timer));
}

/** Of five turns one writes a key that is read, one a key that soon expires, and three read. */
function buildCommand(turn: number): string {
  const key = turn % KEY_COUNT;
  if (turn % 5 === 0 && key % NEVER_WRITTEN_EVERY !== 0) return `SET shared:${key} ${VALUE} EX 60\r\n`;
  if (turn % 5 === 1) return `SET once:${turn} ${VALUE} EX 5\r\n`;
  return `GET shared:${key}\r\n`;
}
