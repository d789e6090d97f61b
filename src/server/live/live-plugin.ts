import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyPluginAsync } from 'fastify';
import { AiwatchError } from '../../errors.ts';
import {
  type ConnectionGate,
  createFrameSockets,
  type LiveFeed,
  type ServiceAccess,
  STREAM_PATH,
  startSocketIo,
} from '../../live/index.ts';
import type { LiveRecorder } from '../../recorders/index.ts';
import { createMessageStreamRoute } from '../routes/message-stream.ts';
import { createStreamRoute } from '../routes/stream.ts';
import type { ServerLiveAccess } from './live-access.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { trackUpgrades } from './upgraded-sockets.ts';

/** What the routes and sockets of the live feed need. */
export interface LiveOptions {
  readonly feed: LiveFeed;
  readonly access: ServerLiveAccess;
  readonly recorder: LiveRecorder;
  readonly gate: ConnectionGate;
  readonly allowedOrigins: readonly string[];
  /** Applications that report by a socket; undefined takes none. */
  readonly services?: ServiceAccess | undefined;
  /** How long a connection may take to say who it is and what it wants. @default 10,000 */
  readonly deadlineMs?: number | undefined;
  /** Connections that have not said who they are, at the most. @default 500 */
  readonly maxPending?: number | undefined;
  /** Between signs of life. @default 15,000 */
  readonly heartbeatMs?: number | undefined;
}

const DEADLINE_MS = 10_000;
const MAX_PENDING = 500;
const HEARTBEAT_MS = 15_000;
const SOCKET_IO_PATH = '/socket.io/';

/** The live feed by Server-Sent Events, socket.io and WebSocket. */
export function createLivePlugin(live: LiveOptions): FastifyPluginAsync {
  return async app => {
    const options = {
      ...live,
      deadlineMs: live.deadlineMs ?? DEADLINE_MS,
      maxPending: live.maxPending ?? MAX_PENDING,
      heartbeatMs: live.heartbeatMs ?? HEARTBEAT_MS,
    };
    await app.register(createStreamRoute(options));
    await app.register(createMessageStreamRoute(options));
    const upgraded = trackUpgrades(app.server);
    const closeSocketIo = startSocketIo(app.server, options);
    const frames = createFrameSockets({ ...options, refuse: refuseUpgrade });
    app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const [path = ''] = (request.url ?? '').split('?');
      if (path === STREAM_PATH) void frames.handleUpgrade(request, socket, head);
      else if (!path.startsWith(SOCKET_IO_PATH)) {
        refuseUpgrade(socket, new AiwatchError('ROUTE_UNKNOWN', { where: 'the upgrade', found: 'none' }));
      }
    });
    // Before the server waits for its connections to end.
    app.addHook('preClose', async () => {
      closeSocketIo();
      frames.close();
      await upgraded.end();
    });
  };
}
