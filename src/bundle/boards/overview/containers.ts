import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { containerMetrics, nodeMetrics } from '../../external-metrics/index.ts';
import { complement, matching, not, rate, ratio, select, selectCounter, sumBy } from '../../promql/index.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 7, min: 0 };
/** Only containers: groups of processes that are none have no name. */
const NAMED = { ...chosen, name: not('') } as const;

/** Containers through cAdvisor, and the host below them through node_exporter. */
export function buildContainersSection(): readonly UnplacedPanel[] {
  const idle = { ...chosen, mode: matching('idle|iowait') };
  const cpuTime = (matchers: typeof chosen | typeof idle) =>
    sumBy(['instance'], rate(selectCounter(nodeMetrics.cpu, matchers), RANGE));
  return [
    buildRow('Containers and host'),
    buildTimeseries({
      ...SIZE,
      title: 'CPU of containers',
      metric: containerMetrics.cpu,
      description: 'CPU time that each container spent per second; 100 % is one core.',
      perSecond: true,
      noValue: 'No cAdvisor',
      queries: [query(sumBy(['name'], rate(selectCounter(containerMetrics.cpu, NAMED), RANGE)), '{{name}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Memory of containers',
      metric: containerMetrics.memory,
      noValue: 'No cAdvisor',
      queries: [query(sumBy(['name'], select(containerMetrics.memory, NAMED)), '{{name}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'CPU of the host',
      metric: nodeMetrics.cpu,
      description: 'Share of all CPUs of the host that is in use; waiting for a disk is no use.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No node_exporter',
      queries: [query(complement(ratio(cpuTime(idle), cpuTime(chosen))), '{{instance}}')],
    }),
  ];
}
