import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { AiwatchError, isAiwatchError } from '../../errors.ts';
import { buildErrorBody, statusOf } from '../plugins/error-body.ts';

/** Answers a request that wanted another protocol in the shape of all other errors, and hangs up. */
export function refuseUpgrade(socket: Duplex, error: unknown): void {
  const known = isAiwatchError(error)
    ? error
    : new AiwatchError('INTERNAL_FAILURE', { where: 'the upgrade', found: 'one' });
  const status = statusOf(known);
  const body = JSON.stringify(buildErrorBody(known));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.on('error', () => socket.destroy());
  // A connection of an HTTP server would stay half open until the other side ends it too.
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
