import type { SystemStatsPoint } from '../../../../src/api/admin-stats.ts';
import type { ChartData } from '../../charts/chart-data.ts';
import { PERCENT_STEPS } from '../../charts/scale-steps.ts';

const timesOf = (metrics: readonly SystemStatsPoint[]) =>
  metrics.map(({ timestamp }) => Date.parse(timestamp));

/** How busy the host was, in percent. */
export function buildUsageChart(metrics: readonly SystemStatsPoint[]): ChartData {
  return {
    times: timesOf(metrics),
    interval: 'moment',
    series: [
      {
        name: 'cpu_usage',
        label: 'CPU',
        color: '--chart-1',
        draw: 'area',
        values: metrics.map(({ cpu_usage }) => cpu_usage),
      },
      {
        name: 'memory_usage',
        label: 'Memory',
        color: '--chart-2',
        draw: 'line',
        values: metrics.map(({ memory_usage }) => memory_usage),
      },
    ],
    steps: PERCENT_STEPS,
    atLeast: 100,
  };
}

/** What waits, and what is being worked on. */
export function buildQueueChart(metrics: readonly SystemStatsPoint[]): ChartData {
  return {
    times: timesOf(metrics),
    interval: 'moment',
    series: [
      {
        name: 'queue_length',
        label: 'Waiting in the queue',
        color: '--chart-3',
        draw: 'area',
        values: metrics.map(({ queue_length }) => queue_length),
      },
      {
        name: 'active_requests',
        label: 'Active requests',
        color: '--chart-4',
        draw: 'line',
        values: metrics.map(({ active_requests }) => active_requests),
      },
    ],
    atLeast: 5,
  };
}
