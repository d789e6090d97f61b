import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** One kept connection that has one request on its way at a time. Node's own client costs as much as the server. */
export interface HttpConnection {
  /** Sends a whole request. @returns the status of its answer */
  send(request: Buffer): Promise<number>;
  close(): void;
}

/** Connects to a server on 127.0.0.1. */
export function openConnection(port: number): HttpConnection {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let received = Buffer.alloc(0);
  let answer: ((status: number) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  socket.on('data', chunk => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const status = statusOfWhole(received);
    if (status === undefined) return;
    received = Buffer.alloc(0);
    answer?.(status);
  });
  failWith(socket, error => fail?.(error));
  return {
    send: request =>
      new Promise((resolve, reject) => {
        [answer, fail] = [resolve, reject];
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function failWith(socket: Socket, fail: (error: Error) => void): void {
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
}

/** The status once the answer is there to its last byte; all answers say their length. */
function statusOfWhole(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length >= headEnd + HEAD_END.length + length ? Number(head.slice(9, 12)) : undefined;
}

/** A whole `POST /api/v1/events`. */
export function buildRequest(token: string, body: string): Buffer {
  const head = [
    'POST /api/v1/events HTTP/1.1',
    'host: 127.0.0.1',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
