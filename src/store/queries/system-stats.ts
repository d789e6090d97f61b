import type { Pool } from 'pg';
import type { Period } from '../../api/admin-stats.ts';
import { rangeOf } from './period.ts';

/** Samples of the host, or the average of several where there are many. Usage is in percent. */
interface SystemSample {
  readonly timestamp: Date;
  readonly cpu_usage: number;
  readonly memory_usage: number;
  /** Null where the application does not say. */
  readonly queue_length: number | null;
  readonly active_requests: number | null;
}

/** Statistics of the host, as SPEC C has them; all 0 where nothing was measured. */
export interface SystemStats {
  readonly period: Period;
  readonly avg_cpu_usage: number;
  readonly avg_memory_usage: number;
  readonly avg_queue_length: number;
  readonly current_cpu_usage: number;
  readonly current_memory_usage: number;
  readonly current_queue_length: number;
  /** 500 at the most, the oldest first. */
  readonly metrics: readonly SystemSample[];
}

const MAX_POINTS = 500;

const IN_PERIOD = `FROM system_metrics WHERE "timestamp" >= $1::timestamptz AND "timestamp" < $2::timestamptz`;

const SELECT = `
SELECT max("timestamp") AS timestamp, avg(cpu_usage) AS cpu_usage, avg(memory_usage) AS memory_usage,
  avg(queue_length)::double precision AS queue_length, avg(active_requests)::double precision AS active_requests
${IN_PERIOD}
GROUP BY date_bin(($2::timestamptz - $1::timestamptz) / ${MAX_POINTS}, "timestamp", $1::timestamptz)
ORDER BY timestamp`;

/** The last that was said: not every application has a queue. */
const current = (column: string) => `coalesce((
  SELECT ${column} ${IN_PERIOD} AND ${column} IS NOT NULL ORDER BY "timestamp" DESC, id DESC LIMIT 1
), 0) AS current_${column}`;

const SELECT_SUMMARY = `
SELECT coalesce(avg(cpu_usage), 0) AS avg_cpu_usage, coalesce(avg(memory_usage), 0) AS avg_memory_usage,
  coalesce(avg(queue_length), 0)::double precision AS avg_queue_length,
  ${current('cpu_usage')}, ${current('memory_usage')}, ${current('queue_length')}
${IN_PERIOD}`;

/** Statistics of the host in a period that ends at `to`. */
export async function systemStats(pool: Pool, period: Period, to: Date): Promise<SystemStats> {
  const range = rangeOf(period, to);
  const values = [range.from, range.to];
  const [summary, samples] = await Promise.all([
    pool.query<Omit<SystemStats, 'period' | 'metrics'>>(SELECT_SUMMARY, values),
    pool.query<SystemSample>(SELECT, values),
  ]);
  return { period, ...summary.rows[0]!, metrics: samples.rows };
}
