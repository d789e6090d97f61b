import type { ServerResponse } from 'node:http';
import { buildStreamFrame } from './event-stream-encoding.ts';
import type { LiveEncoding, LiveSink } from './subscriber.ts';

export interface EventStreamOptions {
  readonly encoding: LiveEncoding<Buffer>;
  /** What is sent at once. */
  readonly greeting: string;
  readonly onClose: () => void;
  /** Up to where everything was sent, where that is known. */
  readonly position: () => string | undefined;
  /** Between signs of life that keep the connection open. @default 15,000 */
  readonly heartbeatMs?: number | undefined;
}

const HEARTBEAT_MS = 15_000;
/** Without `X-Accel-Buffering` nginx would gather what is to arrive at once. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** Answers a request with Server-Sent Events, until one of both sides ends them. */
export function openEventStream(
  response: ServerResponse,
  { encoding, greeting, onClose, position, heartbeatMs = HEARTBEAT_MS }: EventStreamOptions,
): LiveSink<Buffer> {
  // An id without data changes from where the client comes back, and is no message.
  const tellPosition = (): void => {
    const id = position();
    response.write(id === undefined ? ': heartbeat\n\n' : `id: ${id}\n\n`);
  };
  const heartbeat = setInterval(tellPosition, heartbeatMs);
  response.once('close', () => {
    clearInterval(heartbeat);
    clearImmediate(first);
    onClose();
  });
  // What breaks is closed right after.
  response.on('error', () => {});
  response.socket?.setNoDelay(true);
  response.writeHead(200, HEADERS);
  response.write(greeting);
  // Once the caller has subscribed; the greeting is a packet of its own.
  const first = setImmediate(tellPosition);
  return {
    encoding,
    bufferedBytes: () => response.writableLength,
    write: payload => void response.write(payload),
    close: ({ code, message }) => {
      response.end(buildStreamFrame(JSON.stringify({ code, message }), { event: 'monitoring:error' }));
      // Whoever takes nothing does not take the end either.
      if (response.writableNeedDrain) response.destroy();
    },
  };
}
