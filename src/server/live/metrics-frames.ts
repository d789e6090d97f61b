import type { Pool } from 'pg';
import type { LiveFeed } from '../../live/index.ts';
import { type Repetition, repeat } from '../parts/repeat.ts';
import { createActivitySnapshot } from '../questions/activity-snapshot.ts';

export interface MetricsFrameOptions {
  readonly pool: Pool;
  readonly feed: LiveFeed;
  readonly onProblem: (error: unknown) => void;
}

/** SPEC E. */
const INTERVAL_MS = 30_000;

/** Sends `metrics:update` every 30 seconds while somebody watches, and to whoever begins to. */
export function sendMetrics({ pool, feed, onProblem }: MetricsFrameOptions): Repetition {
  const snapshot = createActivitySnapshot(pool);
  let sentMs = Number.NEGATIVE_INFINITY;
  const send = async (): Promise<void> => {
    if (!feed.isWatched('metrics')) return;
    sentMs = performance.now();
    const data = await snapshot();
    feed.sendFrame('metrics', { type: 'metrics:update', data, timestamp: new Date().toISOString() });
  };
  // Of many who come one after another, not each: they get the last one anyhow.
  feed.onSubscribed(() => {
    if (performance.now() - sentMs >= INTERVAL_MS / 2) void send().catch(onProblem);
  });
  return repeat(send, { intervalMs: INTERVAL_MS, retryMs: INTERVAL_MS, onProblem });
}
