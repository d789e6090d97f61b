import { aiLatencyBuckets, httpLatencyBuckets } from './buckets.ts';
import type { BucketSet } from './definition.ts';

/** Days over which objectives are kept; the usual choice, and what all burn rates are counted in. */
export const SLO_DAYS = 30;

/** Immutable description of one service level objective: which share of events has to be good. */
export interface SloDef<Name extends string = string> {
  /** Begins the names of its alerts, and names its settings. */
  readonly name: Name;
  /** Value of the label `slo`. */
  readonly id: string;
  /** As a sentence begins with it. */
  readonly title: string;
  /** The share of events that has to be good over `SLO_DAYS`; a fraction of 1. The rest is the error budget. */
  readonly objective: number;
  /**
   * With fewer events per second, averaged over the window of an alert, the alert stays silent: a single error would
   * look like a burning budget.
   */
  readonly minEventsPerSecond: number;
}

/** An objective about time: events are good that took at most so long. */
export interface LatencySloDef<Name extends string = string> extends SloDef<Name> {
  /** One of the bounds of `buckets`, because only those are counted. */
  readonly thresholdSeconds: number;
  readonly buckets: BucketSet;
}

function defineSlo<const Def extends SloDef | LatencySloDef>(def: Def): Def {
  return def;
}

/**
 * Every objective. The least traffic is what puts about ten errors behind the fastest alert about availability: 0.05
 * responses per second are 180 in an hour, of which 7.2 % (14.4 times the budget of 0.5 %) are 13.
 */
export const slos = {
  HttpAvailability: defineSlo({
    name: 'HttpAvailability',
    id: 'http-availability',
    title: 'HTTP availability',
    objective: 0.995,
    minEventsPerSecond: 0.05,
  }),
  HttpLatency: defineSlo({
    name: 'HttpLatency',
    id: 'http-latency',
    title: 'HTTP latency',
    objective: 0.95,
    minEventsPerSecond: 0.05,
    thresholdSeconds: 1,
    buckets: httpLatencyBuckets,
  }),
  AIAvailability: defineSlo({
    name: 'AIAvailability',
    id: 'ai-availability',
    title: 'AI availability',
    objective: 0.99,
    minEventsPerSecond: 0.02,
  }),
  AILatency: defineSlo({
    name: 'AILatency',
    id: 'ai-latency',
    title: 'AI latency',
    objective: 0.95,
    minEventsPerSecond: 0.02,
    thresholdSeconds: 5.12,
    buckets: aiLatencyBuckets,
  }),
} as const;

/** The name of an objective, e.g. `HttpAvailability`. */
export type SloName = keyof typeof slos;

/** All objectives as one list. */
export const SLOS: readonly SloDef<SloName>[] = Object.values(slos);

/** Windows over which burn rates are averaged, and their seconds. */
export const BURN_WINDOW_SECONDS = {
  '5m': 300,
  '30m': 1800,
  '1h': 3600,
  '2h': 7200,
  '6h': 21_600,
  '1d': 86_400,
  '3d': 259_200,
} as const;
export type BurnWindow = keyof typeof BURN_WINDOW_SECONDS;
