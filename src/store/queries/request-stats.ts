import type { Pool } from 'pg';
import type { Period } from '../../api/admin-stats.ts';
import { countByKey } from './count-by-key.ts';
import { rangeOf } from './period.ts';

/** Statistics of requests, as SPEC C has them. */
export interface RequestStats {
  readonly period: Period;
  readonly request_count: number;
  /** Seconds. */
  readonly avg_process_time: number;
  /** Requests with a status of 400 or more. */
  readonly error_count: number;
  /** A fraction of 1. */
  readonly error_rate: number;
  readonly top_endpoints: readonly { readonly path: string; readonly count: number }[];
}

const TOP_ENDPOINTS = 5;
const MS_PER_SECOND = 1000;

/** Statistics of the requests of a period that ends at `to`. */
export async function requestStats(pool: Pool, period: Period, to: Date): Promise<RequestStats> {
  const range = rangeOf(period, to);
  const [types, routes] = await Promise.all([
    countByKey(pool, { ...range, dimension: 'type' }),
    countByKey(pool, { ...range, dimension: 'route' }, TOP_ENDPOINTS),
  ]);
  const { events, errors, durations, durationMs } = types.find(({ key }) => key === 'request') ?? NOTHING;
  return {
    period,
    request_count: events,
    avg_process_time: durations === 0 ? 0 : durationMs / durations / MS_PER_SECOND,
    error_count: errors,
    error_rate: events === 0 ? 0 : errors / events,
    top_endpoints: routes.map(({ key, events: count }) => ({ path: key, count })),
  };
}

const NOTHING = { events: 0, errors: 0, durations: 0, durationMs: 0 };
