import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  request,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A server on a free port, closed when the test that asked for it is over. */
export interface TestServer {
  readonly port: number;
  /** How many connections it has now. */
  connections(): Promise<number>;
}

/** What a test sends; a `host` among the headers replaces the right one. */
export interface TestRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Starts a server that is closed, with all its connections, when the test is over. */
export async function startServer(listener: RequestListener, address = '127.0.0.1'): Promise<TestServer> {
  const server = createServer(listener).listen(0, address);
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
  };
}

/** Sends a request over a connection of its own, and reads the whole answer. */
export async function send(
  port: number,
  { method = 'GET', path = '/', headers = {} }: TestRequest = {},
): Promise<TestResponse> {
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, body: await buffer(response) };
}
