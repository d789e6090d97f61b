import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a server that can be made to hang: connections stay open, and nothing comes through. */
export interface TcpGate {
  readonly port: number;
  hang(): void;
  resume(): void;
}

/** Opens a way to a port of this machine, until the test is over. */
export async function openTcpGate(targetPort: number): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  let isHanging = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (isHanging) socket.pause();
  };
  const gate = createServer(client => {
    const target = connect(targetPort, '127.0.0.1');
    client.pipe(target);
    target.pipe(client);
    for (const socket of [client, target]) keep(socket);
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(gate, 'listening');
  onTestFinished(async () => {
    const closed = once(gate, 'close');
    gate.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return {
    port: (gate.address() as AddressInfo).port,
    hang: () => {
      isHanging = true;
      for (const socket of sockets) socket.pause();
    },
    resume: () => {
      isHanging = false;
      for (const socket of sockets) socket.resume();
    },
  };
}
