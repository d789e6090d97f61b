import { type Clock, systemClock } from '../clock.ts';
import type { IntegrationRecorder, IntegrationState } from '../recorders/index.ts';
import { LOCKS, type Store, startLeadership } from '../store/index.ts';
import { deliverFeed } from './webhook/deliver-feed.ts';
import type { MonitoringWebhookConfig } from './webhook/webhook-config.ts';

export interface MonitoringWebhookOptions {
  readonly config: MonitoringWebhookConfig;
  readonly store: Pick<Store, 'pool' | 'createClient'>;
  /** Its label is WEBHOOK_CONSUMER. */
  readonly recorder: IntegrationRecorder;
  /** Told what made it pause, e.g. that the store cannot be reached. */
  readonly onProblem: (error: unknown) => void;
  readonly clock?: Clock;
  /** How often a server that does not deliver looks whether the one that does has died. @default 3000 */
  readonly takeOverMs?: number;
}

/** Delivers until it is closed. */
export interface MonitoringWebhook {
  /** Stops attempts, keeps how far it came, and lets another server take over. */
  close(): Promise<void>;
}

/** Name of the webhook: of its cursor, its dead letters, and the label of its metrics. */
const WEBHOOK_CONSUMER = 'webhook';

/**
 * Posts every event that is stored from now on to the endpoint, at least once, those of one session in order. Of several
 * servers on one database one does; nothing waits for it. Where it is not enabled, nothing happens.
 */
export function startMonitoringWebhook(options: MonitoringWebhookOptions): MonitoringWebhook {
  const { config, store, recorder, onProblem, clock = systemClock, takeOverMs } = options;
  if (!config.enabled) return { close: async () => {} };
  const since = new Date(clock());
  let readState: (() => IntegrationState) | undefined;
  recorder.collect(() => readState?.());
  const feed = {
    config,
    store,
    recorder,
    clock,
    since,
    consumer: WEBHOOK_CONSUMER,
    onState: (read: typeof readState) => {
      readState = read;
    },
  };
  return startLeadership({
    createClient: store.createClient,
    lock: LOCKS.webhook,
    lead: (client, signal) => deliverFeed(feed, client, signal),
    onProblem,
    ...(takeOverMs !== undefined && { retryMs: takeOverMs }),
  });
}
