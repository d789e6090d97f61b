import type { ApiEvent } from './live.ts';

/** Files in which events can be exported. */
export const EXPORT_FORMATS = ['csv', 'json', 'ndjson'] as const;
export type ExportFormatName = (typeof EXPORT_FORMATS)[number];

/** Answer of `GET /api/v1/monitoring/events`: the newest first. */
export interface EventsAnswer {
  readonly events: readonly ApiEvent[];
  /** What the next page is asked for with; null on the last one. */
  readonly nextCursor: string | null;
}

/** Statistics of events, as SPEC B3 has them. */
export interface EventStats {
  readonly totalEvents: number;
  /** What was asked for, or else the first and the last event; null where there is none. */
  readonly timeRange: { readonly start: string | null; readonly end: string | null };
  readonly byType: Readonly<Record<string, number>>;
  /** The 100 most active. */
  readonly byUser: Readonly<Record<string, number>>;
  /** The 100 most used. */
  readonly topTools: Readonly<Record<string, number>>;
  /** Events of type `error`, in percent of all, with two digits. */
  readonly errorRate: number;
  /** Seconds, of the sessions that ended in the range. */
  readonly averageSessionDuration: number;
  readonly tokensUsed: number;
}

/** Answer of `GET /api/v1/monitoring/stats`. */
export interface StatsAnswer {
  readonly stats: EventStats;
}

/** Answer of `GET /api/v1/monitoring/users/:userId/stats`. */
export interface UserStatsAnswer<Time = string> {
  readonly userId: string;
  /** What was asked for; null where there is no bound. */
  readonly timeRange: { readonly start: Time | null; readonly end: Time | null };
  /** The most frequent first. */
  readonly types: readonly {
    readonly type: string;
    readonly count: number;
    /** Milliseconds; null where no event says. */
    readonly averageDuration: number | null;
  }[];
}
