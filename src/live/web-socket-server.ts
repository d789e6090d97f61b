import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { AiwatchError, describe, isAiwatchError } from '../errors.ts';
import type { Admission } from './admission.ts';
import { watchAdmission } from './admission.ts';
import { frameEncoding } from './frame-encoding.ts';
import type { Membership } from './live-feed.ts';
import { isOriginAllowed } from './origin.ts';
import type { LiveSink } from './subscriber.ts';
import { parseSubscription } from './subscription.ts';
import type { TransportOptions } from './transport.ts';
import { sendFrames } from './web-socket-frame.ts';

/** Sockets that speak JSON text frames. */
export interface FrameSockets {
  /** Takes an upgrade of `/api/monitoring/stream` over. Never rejects. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): void;
}

export interface FrameSocketOptions extends TransportOptions {
  /** Answers a request with the refusal of an upgrade, and hangs up. */
  readonly refuse: (socket: Duplex, error: unknown) => void;
}

export const STREAM_PATH = '/api/monitoring/stream';
const WHERE = `WebSocket ${STREAM_PATH}`;
const MAX_FRAME_BYTES = 64 * 1024;

/** Codes of RFC 6455 section 7.4, and of the range for applications, where HTTP has a like one. */
const CLOSE = {
  goingAway: 1001,
  unsupported: 1003,
  policy: 1008,
  tryAgain: 1013,
  unauthorized: 4401,
  timeout: 4408,
};

export function createFrameSockets(options: FrameSocketOptions): FrameSockets {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
    clientTracking: true,
  });
  const alive = new WeakSet<WebSocket>();
  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, options.heartbeatMs);
  return {
    handleUpgrade: async (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      let leave = () => {};
      try {
        leave = options.gate.enter(WHERE);
        socket.once('close', leave);
        const admission = await admit(request, options);
        if (socket.destroyed) return;
        server.handleUpgrade(request, socket, head, opened => {
          alive.add(opened);
          opened.on('pong', () => alive.add(opened));
          serve(opened, admission, options);
        });
      } catch (error) {
        leave();
        options.refuse(socket, error);
      }
    },
    close: () => {
      clearInterval(heartbeat);
      for (const socket of server.clients) socket.close(CLOSE.goingAway, 'the server ends');
      server.close();
    },
  };
}

async function admit(
  { headers }: IncomingMessage,
  { access, allowedOrigins }: FrameSocketOptions,
): Promise<Admission> {
  if (!isOriginAllowed(headers, allowedOrigins))
    throw new AiwatchError('LIVE_ORIGIN_REFUSED', { where: WHERE, found: describe(headers.origin) });
  return access.admit(WHERE, headers);
}

/** Waits for the subscription, and follows it until the socket or the token ends. */
function serve(
  socket: WebSocket,
  admission: Admission,
  { feed, recorder, gate, deadlineMs, heartbeatMs }: FrameSocketOptions,
): void {
  let member: Membership | undefined;
  const tellPosition = (): void => {
    const position = member?.position();
    if (position === undefined) return;
    const timestamp = new Date().toISOString();
    socket.send(JSON.stringify({ type: 'monitoring:position', data: { position }, timestamp, position }));
  };
  const heartbeat = setInterval(tellPosition, heartbeatMs);
  const sink = createSink(socket);
  const stopWatching = watchAdmission(WHERE, admission, sink.close);
  const deadline = setTimeout(() => {
    gate.shed('deadline');
    end(
      socket,
      CLOSE.timeout,
      new AiwatchError('LIVE_SUBSCRIPTION_MISSING', { where: WHERE, found: 'none' }),
    );
  }, deadlineMs);
  const gone = recorder.connected('websocket');
  socket.on('message', (data, isBinary) => {
    clearTimeout(deadline);
    try {
      const subscription = parseSubscription(WHERE, readFrame(data, isBinary));
      member?.leave();
      member = feed.subscribe(subscription, sink, recorder.deliveries('websocket'));
      tellPosition();
    } catch (error) {
      gate.shed('malformed');
      end(socket, CLOSE.policy, error as AiwatchError);
    }
  });
  socket.on('error', error => {
    if ('code' in error) gate.shed('malformed');
  });
  socket.on('close', () => {
    clearTimeout(deadline);
    clearInterval(heartbeat);
    stopWatching();
    member?.leave();
    gone();
  });
}

/** Throws LIVE_FRAME_INVALID for anything but a frame that subscribes. */
function readFrame(data: RawData, isBinary: boolean): unknown {
  const expected = 'a JSON text frame { "type": "subscribe", "channels": [ … ] }';
  let frame: unknown;
  try {
    frame = isBinary ? undefined : JSON.parse(String(data));
  } catch {
    frame = undefined;
  }
  if (typeof frame === 'object' && frame !== null && 'type' in frame && frame.type === 'subscribe')
    return frame;
  throw new AiwatchError('LIVE_FRAME_INVALID', {
    where: WHERE,
    expected,
    found: isBinary ? 'a binary one' : 'another one',
  });
}

function createSink(socket: WebSocket): LiveSink<Buffer> {
  return {
    encoding: frameEncoding,
    bufferedBytes: () => socket.bufferedAmount,
    write: frames => sendFrames(socket, frames),
    close: error => {
      const isToken = error.code.startsWith('TOKEN_') || error.code === 'ROLE_REFUSED';
      end(socket, isToken ? CLOSE.unauthorized : CLOSE.tryAgain, error);
      // Whoever takes nothing does not take the end either.
      if (error.code === 'LIVE_SUBSCRIBER_STUCK') socket.terminate();
    },
  };
}

/** Says why in a frame, since the reason of a close has room for no more than a code. */
function end(socket: WebSocket, code: number, error: unknown): void {
  const known = isAiwatchError(error)
    ? error
    : new AiwatchError('INTERNAL_FAILURE', { where: WHERE, found: 'one' });
  const data = { code: known.code, message: known.message };
  socket.send(JSON.stringify({ type: 'monitoring:error', data, timestamp: new Date().toISOString() }));
  socket.close(code, known.code);
}
