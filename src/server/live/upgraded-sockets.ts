import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** The connections of a server that have become something else than HTTP, of which it does not take care itself. */
export interface UpgradedSockets {
  /** Takes no new ones, lets those that are there end for a moment, and hangs up on what is left. */
  end(): Promise<void>;
}

/** How long the other side may take to say goodbye. */
const GRACE_MS = 1000;
const CHECK_MS = 20;

/** Keeps every upgraded connection of a server; called before anything else listens for upgrades. */
export function trackUpgrades(server: Server): UpgradedSockets {
  const sockets = new Set<Duplex>();
  let isEnding = false;
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    if (isEnding) socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    end: async () => {
      isEnding = true;
      for (let leftMs = GRACE_MS; sockets.size > 0 && leftMs > 0; leftMs -= CHECK_MS) await sleep(CHECK_MS);
      for (const socket of sockets) socket.destroy();
    },
  };
}
