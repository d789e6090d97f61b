import type { Server as HttpServer } from 'node:http';
import { type Namespace, Server, type Socket } from 'socket.io';
import type { LiveAnswer } from '../api/live.ts';
import { AiwatchError, describe, isAiwatchError } from '../errors.ts';
import { type Admission, type RequestHeaders, watchAdmission } from './admission.ts';
import { boundConnections, type ConnectionBounds, type EngineSocket } from './bound-connections.ts';
import type { Membership } from './live-feed.ts';
import { isOriginAllowed } from './origin.ts';
import { type ServiceAccess, serveService } from './service-socket.ts';
import { createSocketIoSink } from './socket-io-sink.ts';
import { parseSubscription } from './subscription.ts';
import type { TransportOptions } from './transport.ts';

export interface SocketIoOptions extends TransportOptions, ConnectionBounds {
  /** Applications that report by a socket; undefined takes none. */
  readonly services?: ServiceAccess | undefined;
}

/** What is known of a connection once it was let in. */
type Role = { readonly admission: Admission } | { readonly service: string };

const NAMESPACES = ['/', '/monitoring'] as const;
/** Room for the largest event that a service reports. */
const MAX_MESSAGE_BYTES = 512 * 1024;
const MAX_REFUSED_SUBSCRIPTIONS = 10;

/** Serves socket.io on a server that is about to listen, by the path `/socket.io/`. @returns ends all connections */
export function startSocketIo(server: HttpServer, options: SocketIoOptions): () => void {
  const { allowedOrigins, deadlineMs } = options;
  const io = new Server({
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    // Later than our own deadline, which counts them.
    connectTimeout: 2 * deadlineMs,
    destroyUpgrade: false,
    cors: { origin: [...allowedOrigins], credentials: true },
    allowRequest: (request, answer) => {
      const refusal = findRefusal(request.headers, options);
      answer(refusal, refusal === null);
    },
  });
  io.attach(server);
  const namespaces = NAMESPACES.map(name => io.of(name));
  const hangUp = boundConnections(io.engine, namespaces, options);
  for (const namespace of namespaces) serveNamespace(namespace, options, hangUp);
  return () => io.engine.close();
}

/** Why a connection is refused before it is one: what its answer says; null where it is not. */
function findRefusal(headers: RequestHeaders, { gate, allowedOrigins }: SocketIoOptions): string | null {
  try {
    gate.check('socket.io');
  } catch (error) {
    return (error as AiwatchError).message;
  }
  if (isOriginAllowed(headers, allowedOrigins)) return null;
  return new AiwatchError('LIVE_ORIGIN_REFUSED', { where: 'socket.io', found: describe(headers['origin']) })
    .message;
}

function serveNamespace(
  namespace: Namespace,
  options: SocketIoOptions,
  hangUp: (connection: EngineSocket) => void,
): void {
  const where = `socket.io ${namespace.name}`;
  namespace.use((socket, next) => {
    admit(where, socket, options).then(
      role => {
        socket.data = role;
        next();
      },
      (error: unknown) => {
        next(describeRefusal(where, error));
        hangUp(socket.conn as unknown as EngineSocket);
      },
    );
  });
  namespace.on('connection', socket => {
    socket.on('error', error => tellMalformed(where, socket, error, options));
    const role = socket.data as Role;
    if ('service' in role) serveService(socket, role.service, options.services!);
    else serveAdmin(where, socket, role.admission, options);
  });
}

/** Says why, before socket.io closes the connection of a packet that is none. */
function tellMalformed(where: string, socket: Socket, error: unknown, { gate }: SocketIoOptions): void {
  // An event of this name, which any client may send, arrives here too.
  if (!(error instanceof Error)) return;
  gate.shed('malformed');
  const expected = 'a packet of socket.io';
  const { code, message } = new AiwatchError('LIVE_FRAME_INVALID', {
    where,
    expected,
    found: `another one, with ${describe(error.message)}`,
  });
  socket.emit('monitoring:error', { code, message });
}

async function admit(
  where: string,
  { handshake }: Socket,
  { access, services }: SocketIoOptions,
): Promise<Role> {
  const { token, service, secret } = handshake.auth as Readonly<Record<string, unknown>>;
  if (service !== undefined) {
    const name = String(service).slice(0, MAX_NAME_LENGTH);
    const isRight = services?.isSecret(secret) === true;
    access.logService(where, name, isRight ? 'granted' : 'LIVE_SECRET_WRONG');
    if (isRight) return { service: name };
    throw new AiwatchError('LIVE_SECRET_WRONG', {
      where,
      found: services === undefined ? 'no INTERNAL_SECRET on this server' : 'another one',
    });
  }
  return {
    admission: await access.admit(where, handshake.headers, typeof token === 'string' ? token : undefined),
  };
}

const MAX_NAME_LENGTH = 100;

/** What the client gets as `connect_error`: its message, and code and message as `data`. */
function describeRefusal(where: string, error: unknown): Error {
  const known = isAiwatchError(error) ? error : new AiwatchError('INTERNAL_FAILURE', { where, found: 'one' });
  const { code, message } = known;
  return Object.assign(new Error(message), { data: { code, message } });
}

type Acknowledge = (answer: LiveAnswer) => void;

function serveAdmin(where: string, socket: Socket, admission: Admission, options: SocketIoOptions): void {
  const { feed, recorder, gate } = options;
  let member: Membership | undefined;
  const heartbeat = setInterval(() => {
    const position = member?.position();
    if (position !== undefined) socket.emit('monitoring:position', position);
  }, options.heartbeatMs);
  let refused = 0;
  const gone = recorder.connected('socket.io');
  const end = createSocketIoSink(socket, false).close;
  const stopWatching = watchAdmission(where, admission, end);
  socket.on('monitoring:subscribe', (...args: readonly unknown[]) => {
    const acknowledge = args.find(arg => typeof arg === 'function') as Acknowledge | undefined;
    const input = typeof args[0] === 'function' ? undefined : args[0];
    try {
      const subscription = parseSubscription(where, input);
      member?.leave();
      member = feed.subscribe(
        subscription,
        createSocketIoSink(socket, subscription.packets),
        recorder.deliveries('socket.io'),
      );
      const position = member.position();
      acknowledge?.({ ok: true, ...(position !== undefined && { position }) });
    } catch (error) {
      const { code, message } = error as AiwatchError;
      socket.emit('monitoring:error', { code, message });
      acknowledge?.({ ok: false, code, message });
      refused++;
      if (refused < MAX_REFUSED_SUBSCRIPTIONS) return;
      gate.shed('malformed');
      socket.disconnect(true);
    }
  });
  socket.on('disconnect', () => {
    clearInterval(heartbeat);
    stopWatching();
    member?.leave();
    gone();
  });
}
