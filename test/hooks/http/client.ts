import { once } from 'node:events';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends one request on a connection of its own, and reads the whole answer. */
export async function send(
  port: number,
  path: string,
  options: RequestOptions & { readonly body?: string | readonly string[] } = {},
): Promise<Answer> {
  const { body, ...rest } = options;
  const outgoing = request({ host: '127.0.0.1', port, path, agent: false, ...rest });
  for (const piece of Array.isArray(body) ? body : []) outgoing.write(piece);
  outgoing.end(typeof body === 'string' ? body : undefined);
  const [response] = await once(outgoing, 'response');
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

/** Opens a connection and writes to it; what comes back is collected. */
export async function openRaw(port: number, text: string): Promise<{ socket: Socket; received(): string }> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('utf8').on('data', data => {
    received += data;
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return { socket, received: () => received };
}

/** Sends a text on a connection of its own and reads until the server closes it. */
export async function sendRaw(port: number, text: string): Promise<string> {
  const { socket, received } = await openRaw(port, text);
  await once(socket, 'close');
  return received();
}

/** The head of a GET request. */
export function head(path: string, ...headers: readonly string[]): string {
  return [`GET ${path} HTTP/1.1`, 'host: localhost', ...headers, '', ''].join('\r\n');
}

/** Reads an answer until it contains a text, then hangs up. */
export async function hangUpAfter(port: number, path: string, text: string): Promise<void> {
  const { socket } = await openRaw(port, head(path));
  let received = '';
  await new Promise<void>(resolve => {
    socket.on('data', data => {
      received += data;
      if (received.includes(text)) resolve();
    });
  });
  socket.destroy();
}
