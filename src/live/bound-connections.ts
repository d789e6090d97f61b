import type { Namespace, Server } from 'socket.io';
import type { TransportOptions } from './transport.ts';

export interface ConnectionBounds extends Pick<TransportOptions, 'gate' | 'deadlineMs'> {
  /** Connections that have not said who they are, at the most; one more pushes out the oldest. */
  readonly maxPending: number;
}

/** As much as is used of a connection of Engine.IO. */
export interface EngineSocket {
  readonly transport: EngineTransport;
  close(discard?: boolean): void;
  once(event: 'close', listener: () => void): void;
  once(event: 'upgrade', listener: (transport: EngineTransport) => void): void;
}

interface EngineTransport {
  /** Undefined where it is long polling. */
  readonly socket?: { on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): void };
}

/**
 * Engine.IO itself lets any number in, and keeps those that never say who they are until a deadline.
 * @param namespaces one that lets a connection in, knows who it is
 * @returns hangs up on a connection that was refused, and has not been let in anywhere: it would guess again
 */
export function boundConnections(
  engine: Server['engine'],
  namespaces: readonly Namespace[],
  { gate, maxPending, deadlineMs }: ConnectionBounds,
): (connection: EngineSocket) => void {
  const pending = new Set<EngineSocket>();
  const shed = (connection: EngineSocket, reason: 'limit' | 'deadline'): void => {
    pending.delete(connection);
    gate.shed(reason);
    connection.close(true);
  };
  engine.on('connection', (connection: EngineSocket) => {
    let leave = () => {};
    try {
      leave = gate.enter('socket.io');
    } catch {
      connection.close(true);
      return;
    }
    countBrokenFrames(connection, () => gate.shed('malformed'));
    pending.add(connection);
    const [oldest] = pending;
    if (pending.size > maxPending) shed(oldest!, 'limit');
    // Socket.io closes those without a namespace by itself; what is left here are those that never spoke.
    const deadline = setTimeout(() => pending.has(connection) && shed(connection, 'deadline'), deadlineMs);
    connection.once('close', () => {
      clearTimeout(deadline);
      pending.delete(connection);
      leave();
    });
  });
  for (const namespace of namespaces) {
    namespace.on('connection', socket => pending.delete(socket.conn as unknown as EngineSocket));
  }
  // After the refusal itself, which is sent in the next turn.
  return connection => void (pending.has(connection) && setImmediate(() => connection.close()));
}

/** Counts frames that are too large, or none; `ws` itself closes their connection, with a code that says which. */
function countBrokenFrames(connection: EngineSocket, count: () => void): void {
  const watch = ({ socket }: EngineTransport): void => {
    socket?.on('error', ({ code = '' }) => {
      if (code.startsWith('WS_ERR_')) count();
    });
  };
  watch(connection.transport);
  // From long polling.
  connection.once('upgrade', watch);
}
