import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { containerMetrics, NAMED } from '../../external-metrics/index.ts';
import { aggregate, increase, rate, resets, select, selectCounter, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No cAdvisor' };
const CONTAINERS = { ...chosen, ...NAMED } as const;

function buildUsage(): readonly UnplacedPanel[] {
  const cpu = rate(selectCounter(containerMetrics.cpu, CONTAINERS), RANGE);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'CPU of containers',
      metric: containerMetrics.cpu,
      description: 'CPU time that each container spent per second; 100 % is one core.',
      perSecond: true,
      queries: [query(sumBy(['name'], cpu), '{{name}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Memory of containers',
      metric: containerMetrics.memory,
      queries: [query(sumBy(['name'], select(containerMetrics.memory, CONTAINERS)), '{{name}}')],
    }),
  ];
}

function buildFaults(context: BoardContext): readonly UnplacedPanel[] {
  const restarts = resets(selectCounter(containerMetrics.cpu, CONTAINERS), '15m');
  const oomKills = increase(selectCounter(containerMetrics.oomEvents, CONTAINERS), RANGE);
  return [
    buildAlertGraph(context, 'ContainerRestarting', {
      ...SIZE,
      title: 'Restarts of containers',
      description: 'How often each container started anew within the 15 minutes before.',
      unit: 'short',
      decimals: 0,
      queries: [query(aggregate('max', ['name'], restarts), '{{name}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Containers out of memory',
      metric: containerMetrics.oomEvents,
      description:
        'Processes of each container that the kernel killed because memory ran out. ContainerOomKilled fires with the first one.',
      queries: [query(aggregate('max', ['name'], oomKills), '{{name}}')],
    }),
  ];
}

/** Containers, through cAdvisor. */
export function buildContainersSection(context: BoardContext): readonly UnplacedPanel[] {
  const { containers } = context.records;
  return [
    buildRow('Containers'),
    ...buildUsage(),
    buildAlertGraph(context, 'ContainerMemoryHigh', {
      ...SIZE,
      title: 'Memory of containers over their limit',
      description: 'Memory of each container that has a limit, over that limit.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(containers.memoryUsage, chosen), '{{name}}')],
    }),
    buildAlertGraph(context, 'ContainerCpuThrottled', {
      ...SIZE,
      title: 'Throttling of containers',
      description: 'Periods in which a container had to wait for its CPU limit, over those in which it ran.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(containers.cpuThrottled, chosen), '{{name}}')],
    }),
    ...buildFaults(context),
  ];
}
