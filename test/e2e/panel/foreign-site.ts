import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

const CLIENT = createRequire(import.meta.url).resolve('socket.io-client/dist/socket.io.js');

/** A site that has nothing to do with aiwatch: a page with an unchanged client of socket.io. `close` it. */
export async function startForeignSite() {
  const client = await readFile(CLIENT);
  const server = createServer((request, response) => {
    if (request.url === '/socket.io.js') response.setHeader('content-type', 'text/javascript').end(client);
    else response.setHeader('content-type', 'text/html').end('<script src="/socket.io.js"></script>');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export interface FeedQuestion {
  readonly url: string;
  readonly namespace: '/' | '/monitoring';
  readonly transport: 'websocket' | 'polling';
  readonly token: string;
}

/**
 * What a page with the client runs: connects, subscribes, and answers with the first event; or with why it was not let in.
 * Text, as what runs in a page has types of its own.
 */
export function buildFeedScript({ url, namespace, transport, token }: FeedQuestion): string {
  return `new Promise(resolve => {
    const socket = io(${JSON.stringify(url + namespace)}, {
      auth: { token: ${JSON.stringify(token)} },
      transports: [${JSON.stringify(transport)}],
      forceNew: true,
      reconnection: false,
    });
    const answer = result => {
      socket.disconnect();
      resolve(result);
    };
    socket.on('connect_error', () => answer('refused'));
    socket.on('connect', () => socket.emit('monitoring:subscribe'));
    socket.on('monitoring:event', event => answer(event));
  })`;
}
