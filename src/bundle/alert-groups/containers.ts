import { alerts } from '../../catalogue/index.ts';
import { containerMetrics, NAMED } from '../external-metrics/index.ts';
import { above, aggregate, increase, resets, select, selectCounter } from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

const BY_CONTAINER = ['job', 'instance', 'name'] as const;

/**
 * Not by `container_start_time_seconds`: of a Docker container that is when it was created, which a restart leaves as
 * it is (google/cadvisor issue 2169). Its CPU time starts again from 0.
 */
function buildRestarts() {
  return aggregate('max', BY_CONTAINER, resets(selectCounter(containerMetrics.cpu, NAMED), '15m'));
}

function buildOomKills() {
  return aggregate('max', BY_CONTAINER, increase(selectCounter(containerMetrics.oomEvents, NAMED), '15m'));
}

/** Containers, through cAdvisor. */
export function buildContainerAlerts({ records: { containers } }: AlertContext): AlertGroup {
  return {
    name: 'aiwatch-containers',
    alerts: [
      {
        alert: alerts.containerMemoryHigh,
        condition: threshold => above(select(containers.memoryUsage), threshold),
      },
      {
        alert: alerts.containerCpuThrottled,
        condition: threshold => above(select(containers.cpuThrottled), threshold),
      },
      { alert: alerts.containerRestarting, condition: threshold => above(buildRestarts(), threshold) },
      { alert: alerts.containerOomKilled, condition: threshold => above(buildOomKills(), threshold) },
    ],
  };
}
