import type { FastifyBaseLogger } from 'fastify';
import type { LiveChannel, LiveFrame } from '../../api/live.ts';
import type { Config } from '../../config/index.ts';
import type { EventSource } from '../../events/index.ts';
import type { HealthRegistry } from '../../health/index.ts';
import {
  createConnectionGate,
  createLiveFeed,
  createSecretCheck,
  type LiveFeed,
  type ServiceAccess,
} from '../../live/index.ts';
import { createLiveRecorder, type LiveRecorder } from '../../recorders/index.ts';
import type { Exporter, Intake } from '../../runtime.ts';
import { readEventsAfter, readFeedEnd, type Store } from '../../store/index.ts';
import type { AccessPluginOptions } from '../access/access-plugin.ts';
import { followStore } from '../live/follow-store.ts';
import { createLiveAccess } from '../live/live-access.ts';
import type { LiveOptions } from '../live/live-plugin.ts';
import { sendMetrics } from '../live/metrics-frames.ts';
import { takeServiceEvent } from '../live/service-events.ts';
import { WatchedFlush } from '../live/watched-flush.ts';

/** The live feed of a server. */
export interface ServerLive {
  readonly feed: LiveFeed;
  readonly recorder: LiveRecorder;
  /** Sends a frame to the subscribers of all servers. */
  readonly sendFrame: (channel: LiveChannel, frame: LiveFrame) => void;
  /** Tells the subscribers of this server of each change of its health. */
  showHealth(registry: Pick<HealthRegistry, 'onChange'>): void;
  /** How long an event waits for others before it is stored, in ms: while somebody watches, 150 at the most. */
  readonly flushIntervalMs: (events: number) => number;
  close(): Promise<void>;
}

interface LiveBase {
  readonly exporter: Exporter;
  readonly logger: FastifyBaseLogger;
  readonly routes: { readonly access: AccessPluginOptions };
}

/** Begins to follow what is stored, here and by other servers. */
export function startLive(config: Config, { exporter }: LiveBase, store: Store): ServerLive {
  const { registry, catalogue, http } = exporter;
  const recorder = createLiveRecorder(registry, catalogue);
  const onProblem = (error: unknown) => http.problem.log('the live feed', error);
  const feed = createLiveFeed({
    source: {
      readAfter: (from, limit) => readEventsAfter(store.upkeepPool, from, limit),
      readEnd: events => readFeedEnd(store.upkeepPool, events),
    },
    history: { readAfter: (from, limit) => readEventsAfter(store.pool, from, limit) },
    onProblem,
    onStuck: () => recorder.shed('stuck'),
  });
  const following = followStore({ store, feed, redisUrl: config.server.redisUrl?.reveal(), onProblem });
  const metrics = sendMetrics({ pool: store.pool, feed, onProblem });
  const { flushInterval } = config.events;
  const watched = new WatchedFlush();
  const stopCounting = store.onStored(({ records }) => watched.stored(records.length));
  return {
    feed,
    recorder,
    sendFrame: following.sendFrame,
    showHealth: registry => {
      registry.onChange(({ from, result }) => {
        // The first result of a check at the start changes nothing.
        if (from === null) return;
        const timestamp = new Date(result.timestamp).toISOString();
        feed.sendFrame('health', { type: 'health:changed', data: { ...result, from }, timestamp });
      });
    },
    flushIntervalMs: events =>
      feed.watchers > 0 ? Math.min(watched.waitMs(events), flushInterval) : flushInterval,
    close: async () => {
      stopCounting();
      await metrics.stop();
      await following.close();
      await feed.close();
    },
  };
}

export interface LiveRouteParts {
  readonly live: ServerLive;
  readonly intake: Intake;
  readonly defaultSource: EventSource;
}

/** How the live feed is reached. */
export function liveRoutes(
  config: Config,
  { exporter, logger, routes }: LiveBase,
  { live, intake, defaultSource }: LiveRouteParts,
): LiveOptions {
  const { feed, recorder, sendFrame } = live;
  const { publicUrl } = config.server;
  const secret = config.server.internalSecret?.reveal();
  const services: ServiceAccess | undefined =
    secret === undefined
      ? undefined
      : {
          isSecret: createSecretCheck(secret),
          takeEvent: takeServiceEvent(intake, defaultSource),
          sendFrame,
          onProblem: error => exporter.http.problem.log('what a service reports', error),
        };
  return {
    feed,
    recorder,
    gate: createConnectionGate(config.live.maxConnections, recorder),
    access: createLiveAccess({ verify: routes.access.verify, publicUrl, log: logger }),
    allowedOrigins: [...config.live.allowedOrigins, ...(publicUrl === undefined ? [] : [publicUrl])].map(
      origin => new URL(origin).origin,
    ),
    services,
  };
}
