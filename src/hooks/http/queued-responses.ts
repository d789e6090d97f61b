import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const QUEUE = Symbol('aiwatch.queuedResponses');

type WatchedSocket = Socket & { [QUEUE]?: Set<ServerResponse> };

/**
 * A pipelined request waits without a socket for those before it, and its response never hears that the client left:
 * so the connection is watched in its place.
 * @param onLost called for a response that still waits when its connection closes.
 */
export function watchQueued(
  socket: WatchedSocket,
  response: ServerResponse,
  onLost: (response: ServerResponse) => void,
): void {
  const known = socket[QUEUE];
  const queue = known ?? new Set();
  queue.add(response);
  response.once('close', () => queue.delete(response));
  if (known !== undefined) return;
  socket[QUEUE] = queue;
  socket.once('close', () => {
    for (const waiting of queue) if (waiting.socket === null) onLost(waiting);
  });
}
