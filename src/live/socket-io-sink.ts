import type { Socket } from 'socket.io';
import { createSocketIoEncoding, type EncodedPackets } from './socket-io-encoding.ts';
import type { LiveSink } from './subscriber.ts';

/** As much as is used of the connection under a socket: packets are written as they are, to whatever transport it has. */
interface Connection {
  readonly readyState: string;
  readonly writeBuffer: readonly { readonly data?: string }[];
  readonly transport: { readonly socket?: { readonly bufferedAmount?: number; terminate?(): void } };
  write(
    data: string,
    options: { readonly wsPreEncodedFrame: readonly Buffer[]; readonly compress: false },
  ): void;
  close(discard?: boolean): void;
}

/** Writes packets that are encoded already; socket.io itself would encode them for each connection anew. */
export function createSocketIoSink(socket: Socket, isBatched: boolean): LiveSink<EncodedPackets> {
  const connection = socket.conn as unknown as Connection;
  return {
    encoding: createSocketIoEncoding(socket.nsp.name, isBatched),
    bufferedBytes: () => {
      const waiting = connection.writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
      return waiting + (connection.transport.socket?.bufferedAmount ?? 0);
    },
    write: ({ text, frames }) => {
      if (connection.readyState === 'open')
        connection.write(text, { wsPreEncodedFrame: [frames], compress: false });
    },
    close: ({ code, message }) => {
      socket.emit('monitoring:error', { code, message });
      // A client comes back by itself unless the server says that it is to stay away.
      if (code.startsWith('TOKEN_') || code === 'ROLE_REFUSED') socket.disconnect(true);
      else connection.close(true);
      // Whoever takes nothing does not take the end either.
      if (code === 'LIVE_SUBSCRIBER_STUCK') connection.transport.socket?.terminate?.();
    },
  };
}
