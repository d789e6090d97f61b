import type { Catalogue } from '../catalogue/index.ts';
import type { liveTransport, shedReason } from '../catalogue/labels.ts';
import type { Registry } from '../metrics/index.ts';

/** How the live feed reaches a subscriber. */
type LiveTransport = (typeof liveTransport.values)[number];
/** Why a connection was refused or closed by the server. */
export type ShedReason = (typeof shedReason.values)[number];

/** Turns the live feed into metrics. */
export interface LiveRecorder {
  /** A connection of an administrator begins. @returns called once when it ends */
  connected(transport: LiveTransport): () => void;
  /** What becomes of messages to subscribers of a transport. */
  deliveries(transport: LiveTransport): {
    delivered(messages: number): void;
    dropped(messages: number): void;
  };
  shed(reason: ShedReason): void;
}

export function createLiveRecorder(registry: Registry, { live }: Catalogue): LiveRecorder {
  const subscribers = registry.gauge(live.subscribers);
  const delivered = registry.counter(live.delivered);
  const dropped = registry.counter(live.dropped);
  const shed = registry.counter(live.shed);
  return {
    connected: transport => {
      const gauge = subscribers.with({ transport });
      gauge.inc();
      return () => gauge.dec();
    },
    deliveries: transport => {
      const [sent, missed] = [delivered.with({ transport }), dropped.with({ transport })];
      return { delivered: count => sent.inc(count), dropped: count => missed.inc(count) };
    },
    shed: reason => shed.with({ reason }).inc(),
  };
}
