import type { Catalogue } from '../../catalogue/index.ts';
import {
  onTargetsWith,
  quantile,
  rate,
  ratio,
  select,
  selectCounter,
  selectHistogram,
  sumBy,
} from '../promql/index.ts';
import { record } from './record.ts';

const BY_INSTANCE = ['job', 'instance'] as const;

/** How busy Node.js is, and what its processes use; other programs export the same names about their processes. */
export function buildNodejsRecords({ nodejs, process }: Catalogue) {
  const busy = rate(selectCounter(nodejs.eventLoopTime, { state: 'active' }), '5m');
  return {
    eventLoopDelay: record(
      'instance:nodejs_eventloop_delay_seconds:p99_5m',
      '99th percentile of how much later than due a timer ran.',
      quantile(0.99, nodejs.eventLoopDelay, BY_INSTANCE, '5m'),
    ),
    eventLoopUtilization: record(
      'instance:nodejs_eventloop_utilization:ratio_rate5m',
      'Share of time that the event loop worked.',
      ratio(sumBy(BY_INSTANCE, busy), sumBy(BY_INSTANCE, rate(selectCounter(nodejs.eventLoopTime), '5m'))),
    ),
    heapUsage: record(
      'instance:nodejs_heap_usage:ratio',
      'Heap in use over the heap at which the engine gives up.',
      ratio(select(nodejs.heapUsed), select(nodejs.heapLimit)),
    ),
    gcTime: record(
      'instance:nodejs_gc_time:ratio_rate5m',
      'Share of time that garbage collection took.',
      sumBy(BY_INSTANCE, rate(selectHistogram(nodejs.gcDuration, 'sum'), '5m')),
    ),
    descriptorUsage: record(
      'instance:process_open_fds:ratio',
      'Open file descriptors of a Node.js process over those that it may open.',
      onTargetsWith(
        ratio(select(process.openDescriptors), select(process.maxDescriptors)),
        select(nodejs.info),
      ),
    ),
    cpuUsage: record(
      'instance:process_cpu_seconds:rate5m',
      'CPU cores that a Node.js process uses.',
      onTargetsWith(rate(selectCounter(process.cpu), '5m'), select(nodejs.info)),
    ),
  };
}
