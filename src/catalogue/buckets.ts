import type { BucketSet } from './definition.ts';

/** Bounds of OpenTelemetry's `http.server.request.duration` (stable), which fit answers of a server within 10 s. */
export const httpLatencyBuckets: BucketSet = {
  upperBounds: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  reason: 'The stable OpenTelemetry bounds for HTTP servers: 5 ms to 10 s.',
};

/** The bounds of OpenTelemetry's GenAI duration metrics (10 ms to 82 s, each twice the last), and two more. */
export const aiLatencyBuckets: BucketSet = {
  upperBounds: [
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68,
  ],
  reason:
    'The OpenTelemetry GenAI bounds (10 ms to 82 s, doubling), carried on to 5.5 min for long generations.',
};

/** From a slow local model (1 token/s) to the fastest hosted ones (over 1,000 tokens/s). */
export const tokenRateBuckets: BucketSet = {
  upperBounds: [1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 200, 350, 500, 1000, 2000],
  reason: 'Reading speed is about 5 tokens/s; hosted models answer with 20 to 1,000.',
};

/** Working sessions: a glance of ten seconds to a working day. */
export const sessionDurationBuckets: BucketSet = {
  upperBounds: [10, 30, 60, 300, 600, 1800, 3600, 7200, 14_400, 28_800],
  reason: 'People leave after seconds, work for minutes or hours, and rarely longer than a working day.',
};

/** Powers of four from 64 B to 256 MiB. */
export const sizeBuckets: BucketSet = {
  upperBounds: Array.from({ length: 12 }, (_, power) => 64 * 4 ** power),
  reason: 'Powers of four: an empty JSON answer (64 B) to a large upload (256 MiB) in twelve steps.',
};

/** Local file and version-control operations: a cached read of 0.1 ms to a clone of minutes. */
export const operationLatencyBuckets: BucketSet = {
  upperBounds: [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
  reason: 'A cached read takes 0.1 ms, a git command 5 to 500 ms, a large repository a minute.',
};

/** Pauses of the garbage collector and delays of the event loop: 0.1 ms to seconds. */
export const pauseBuckets: BucketSet = {
  upperBounds: [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  reason: 'A scavenge takes under 1 ms; people notice 50 ms; above 1 s health checks fail.',
};

/** Batches of events: one alone to the thousand that are the most. */
export const batchSizeBuckets: BucketSet = {
  upperBounds: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  reason: 'A batch has up to 100 events, and up to 1,000 under backlog.',
};
