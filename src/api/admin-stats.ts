/** How far back the statistics of an operator go; a month is 30 days. */
export const PERIODS = ['hour', 'day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** Answer of `GET /api/admin/stats/requests`, as SPEC C has it. */
export interface RequestStatsAnswer {
  readonly period: Period;
  readonly request_count: number;
  /** Seconds. */
  readonly avg_process_time: number;
  /** Requests with a status of 400 or more. */
  readonly error_count: number;
  /** A fraction of 1. */
  readonly error_rate: number;
  /** The five most used. */
  readonly top_endpoints: readonly { readonly path: string; readonly count: number }[];
}

/** A sample of the host, or the average of several where there are many. Usage is in percent. */
export interface SystemStatsPoint<Time = string> {
  readonly timestamp: Time;
  readonly cpu_usage: number;
  readonly memory_usage: number;
  /** Null where the application does not say. */
  readonly queue_length: number | null;
  readonly active_requests: number | null;
}

/** Answer of `GET /api/admin/stats/system`, as SPEC C has it; all 0 where nothing was measured. */
export interface SystemStatsAnswer<Time = string> {
  readonly period: Period;
  readonly avg_cpu_usage: number;
  readonly avg_memory_usage: number;
  readonly avg_queue_length: number;
  readonly current_cpu_usage: number;
  readonly current_memory_usage: number;
  readonly current_queue_length: number;
  /** 500 at the most, the oldest first. */
  readonly metrics: readonly SystemStatsPoint<Time>[];
}
