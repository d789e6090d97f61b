import type { Indicator } from './analytics.ts';
import type { ApiEvent } from './live.ts';

/** Somebody who was there a moment ago. */
export interface DashboardUser<Time = string> {
  readonly userId: string;
  readonly events: number;
  readonly lastSeen: Time;
}

/** Answer of `GET /api/monitoring/dashboard`. `Time` is ISO 8601 in JSON. */
export interface DashboardAnswer<Time = string> {
  readonly timestamp: Time;
  /** Of the last 24 hours, by hour, beside the 24 before. */
  readonly messages: Indicator;
  /** Milliseconds. */
  readonly averageResponseTime: Indicator;
  readonly errors: Indicator;
  readonly users: {
    readonly last30Minutes: number;
    /** Since midnight of the time zone. */
    readonly today: number;
    /** Of the last seven days, the present one last. */
    readonly sparkline: readonly number[];
    /** Of the last 30 minutes, the last seen first, 100 at the most. */
    readonly active: readonly DashboardUser<Time>[];
  };
  readonly store: {
    readonly sizeBytes: number;
    readonly connections: number;
    readonly deadLetters: number;
    /** Null where nothing was stored yet. */
    readonly lastStoredAt: Time | null;
  };
  /** The last ten. */
  readonly lastErrors: readonly ApiEvent[];
}

/** Hours that `GET /api/monitoring/export` gives at once, at the most: more than counts are kept unless they are told to be. */
export const MAX_EXPORTED_HOURS = 10_000;

/** A row of `GET /api/monitoring/export`: what was counted in an hour. In snake case, as the tables have it. */
export interface MetricRow {
  /** ISO 8601 in UTC. */
  readonly hour: string;
  readonly events: number;
  readonly message_count: number;
  readonly unique_users: number;
  /** Milliseconds; null where nothing was answered. */
  readonly avg_response_time: number | null;
  readonly errors: number;
  readonly tokens: number;
}
