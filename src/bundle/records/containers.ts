import { containerMetrics, NAMED } from '../external-metrics/index.ts';
import { aggregate, rate, ratio, select, selectCounter, sumBy } from '../promql/index.ts';
import { record } from './record.ts';

const BY_CONTAINER = ['job', 'instance', 'name'] as const;

/** What containers use of their limits; nothing where they have none. */
export function buildContainerRecords() {
  const { memory, memoryLimit, cpuPeriods, cpuThrottledPeriods } = containerMetrics;
  return {
    memoryUsage: record(
      'instance_name:container_memory_usage:ratio',
      'Memory of a container that cannot be reclaimed over its limit.',
      ratio(
        aggregate('max', BY_CONTAINER, select(memory, NAMED)),
        aggregate('max', BY_CONTAINER, select(memoryLimit, NAMED)),
      ),
    ),
    cpuThrottled: record(
      'instance_name:container_cpu_throttled_periods:ratio_rate5m',
      'Periods in which a container had to wait for its CPU limit over those in which it ran.',
      ratio(
        sumBy(BY_CONTAINER, rate(selectCounter(cpuThrottledPeriods, NAMED), '5m')),
        sumBy(BY_CONTAINER, rate(selectCounter(cpuPeriods, NAMED), '5m')),
      ),
    ),
  };
}
