import type { Client } from 'pg';
import type { Clock } from '../../clock.ts';
import type { IntegrationRecorder, IntegrationState } from '../../recorders/index.ts';
import {
  DELIVERIES_CHANNEL,
  LEAVES_CHANNEL,
  loadCursor,
  readEventsAfter,
  readEventsAt,
  type Store,
  saveCursor,
  startListener,
} from '../../store/index.ts';
import { createDispatcher } from '../delivery/index.ts';
import { createDeadLetterBox } from './dead-letter-box.ts';
import { buildFeedDelivery, buildResentDelivery, type FeedDelivery } from './feed-delivery.ts';
import { createProgress, type Progress } from './progress.ts';
import { createWake } from './wake.ts';
import type { MonitoringWebhookConfig } from './webhook-config.ts';

export interface FeedOptions {
  readonly config: MonitoringWebhookConfig;
  readonly store: Pick<Store, 'pool' | 'createClient'>;
  readonly recorder: IntegrationRecorder;
  readonly clock: Clock;
  /** Name of the cursor and of the dead letters. */
  readonly consumer: string;
  /** Where there is no cursor yet, what is stored from then on is delivered. */
  readonly since: Date;
  /** Told how to read the state while it delivers, and undefined when it ends. */
  readonly onState: (read: (() => IntegrationState) | undefined) => void;
}

const PAGE_EVENTS = 100;
const SAVE_INTERVAL_MS = 1000;
const REFRESH_INTERVAL_MS = 60_000;

/**
 * Delivers what is stored, until the signal aborts. How far it has come is kept every second through the connection
 * that holds the lock, so that after a crash at most the deliveries of the last second are repeated.
 */
export async function deliverFeed(options: FeedOptions, client: Client, signal: AbortSignal): Promise<void> {
  const { config, store, recorder, clock, consumer, since, onState } = options;
  const { pool } = store;
  const cursor = await loadCursor(client, consumer, since);
  const unfinished = await readEventsAt(pool, cursor.waiting);
  const progress = createProgress(cursor.next, unfinished);
  const letters = createDeadLetterBox(pool, consumer);
  await letters.refresh();
  const wake = createWake();
  let isResendDue = true;

  const dispatcher = createDispatcher<FeedDelivery>({
    config,
    recorder,
    clock,
    onRoom: wake.wake,
    onDelivered: async ({ placed, letterId }) => {
      if (letterId !== undefined) await letters.remove(letterId);
      if (placed !== undefined) progress.finish(placed);
    },
    onGivenUp: async (delivery, reason, attempts) => {
      await letters.put(delivery, reason, attempts);
      if (delivery.placed !== undefined) progress.finish(delivery.placed);
    },
  });
  const { createClient } = store;
  const listener = startListener({
    createClient,
    channels: [LEAVES_CHANNEL, DELIVERIES_CHANNEL],
    onWake: channel => {
      isResendDue ||= channel !== LEAVES_CHANNEL;
      wake.wake();
    },
  });
  const saving = startSaving(progress, client, consumer);
  const refreshing = setInterval(() => void letters.refresh().catch(() => {}), REFRESH_INTERVAL_MS);
  onState(() => ({
    queueLength: dispatcher.length,
    lagSeconds: dispatcher.lagSeconds(),
    deadLetters: letters.count,
    isBreakerOpen: dispatcher.isBreakerOpen,
  }));

  const resend = async (): Promise<void> => {
    isResendDue = false;
    const found = await letters.takeResendable(PAGE_EVENTS);
    isResendDue ||= found.length === PAGE_EVENTS;
    for (const letter of found) dispatcher.add(buildResentDelivery(config, letter, clock()));
  };
  const readOn = async (): Promise<boolean> => {
    const page = await readEventsAfter(pool, progress.next, PAGE_EVENTS);
    progress.read(page);
    for (const event of page.events) dispatcher.add(buildFeedDelivery(config, event));
    return page.isEnd;
  };

  try {
    for (const event of unfinished) dispatcher.add(buildFeedDelivery(config, event));
    while (!signal.aborted) {
      if (isResendDue && dispatcher.hasRoom) await resend();
      if (!dispatcher.hasRoom || (await readOn())) await wake.wait(signal);
    }
  } finally {
    onState(undefined);
    clearInterval(refreshing);
    await listener.close();
    await dispatcher.close();
    await saving.close();
  }
}

/** Keeps the progress every second, and at the end. */
function startSaving(progress: Progress, client: Client, consumer: string) {
  let saving = Promise.resolve();
  const save = async (): Promise<void> => {
    const change = progress.takeChange();
    if (change === undefined) return;
    // A connection that is broken ends the whole work; the next leader begins with what was kept last.
    await saveCursor(client, consumer, change).catch(progress.keepChange);
  };
  const queue = (): Promise<void> => {
    saving = saving.then(save);
    return saving;
  };
  const timer = setInterval(queue, SAVE_INTERVAL_MS);
  return {
    close: async (): Promise<void> => {
      clearInterval(timer);
      await queue();
    },
  };
}
