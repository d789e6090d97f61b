import { type Clock, systemClock } from '../clock.ts';
import type { ActivityEvent } from '../events/index.ts';
import { createUuidV7 } from '../ids.ts';
import type { IntegrationRecorder } from '../recorders/index.ts';
import { createDispatcher, type Delivery } from './delivery/index.ts';
import { buildWebhookBody, laneOf } from './webhook/webhook-body.ts';
import type { MonitoringWebhookConfig } from './webhook/webhook-config.ts';

export interface WebhookSinkOptions {
  readonly config: MonitoringWebhookConfig;
  readonly recorder: IntegrationRecorder;
  /** Events that wait at the most; the oldest are dropped, and counted. @default 10000 */
  readonly maxQueued?: number;
  readonly clock?: Clock;
}

/** The webhook of a process without a store. */
export interface WebhookSink {
  /** Takes an event that was accepted; never throws and never waits. */
  deliver(event: ActivityEvent): void;
  /** Stops; what waits is counted as dropped. */
  close(): Promise<void>;
}

const DEFAULT_MAX_QUEUED = 10_000;

/** Posts events from memory: what waits is lost with the process, and what is given up is only counted. */
export function createWebhookSink(options: WebhookSinkOptions): WebhookSink {
  const { config, recorder, clock = systemClock, maxQueued = DEFAULT_MAX_QUEUED } = options;
  const queue: Delivery[] = [];
  const feed = (): void => {
    while (queue.length > 0 && dispatcher.hasRoom) dispatcher.add(queue.shift()!);
  };
  const dispatcher = createDispatcher<Delivery>({
    config,
    recorder,
    clock,
    onDelivered: () => {},
    onGivenUp: () => {},
    onRoom: feed,
  });
  recorder.collect(() => ({
    queueLength: queue.length + dispatcher.length,
    lagSeconds: dispatcher.lagSeconds(),
    isBreakerOpen: dispatcher.isBreakerOpen,
  }));
  return {
    deliver: event => {
      if (!config.enabled) return;
      if (queue.length >= maxQueued) {
        queue.shift();
        recorder.recordDropped(1);
      }
      const nowMs = clock();
      const body = buildWebhookBody(config, event);
      queue.push({ id: createUuidV7(nowMs), body, lane: laneOf(event), sinceMs: nowMs });
      feed();
    },
    close: async () => {
      recorder.recordDropped(queue.length + dispatcher.length);
      await dispatcher.close();
    },
  };
}
