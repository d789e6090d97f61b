import type { Socket } from 'node:net';
import { AiwatchError } from '../../errors.ts';
import { buildErrorBody } from './error-body.ts';

interface ParserError extends Error {
  readonly code?: string;
}

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is no HTTP that a parser could read, in the shape of all other errors, and hangs up. */
export function answerClientError(error: ParserError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const code = isLarge ? 'REQUEST_TOO_LARGE' : 'REQUEST_MALFORMED';
  const found = isLarge ? 'larger headers' : 'something else';
  const body = JSON.stringify(buildErrorBody(new AiwatchError(code, { where: 'the request', found })));
  const lines = [
    `HTTP/1.1 ${STATUS_LINES[error.code ?? ''] ?? '400 Bad Request'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
