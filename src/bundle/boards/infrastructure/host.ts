import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { nodeMetrics } from '../../external-metrics/index.ts';
import { aggregate, increase, magnitude, not, rate, select, selectCounter } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };

function buildUsage(context: BoardContext): readonly UnplacedPanel[] {
  const { host } = context.records;
  const cpu = rate(selectCounter(nodeMetrics.cpu, { ...chosen, mode: not('idle') }), RANGE);
  return [
    buildAlertGraph(context, 'HostCpuHigh', {
      ...SIZE,
      title: 'CPU in use',
      description: 'Share of all CPUs of each host that did something, over five minutes.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(host.cpuUsage, chosen), '{{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'CPU by mode',
      description: 'What the CPUs did, on average over all of them, without idling.',
      unit: 'percentunit',
      stacked: true,
      queries: [query(aggregate('avg', ['mode'], cpu), '{{mode}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Load',
      metric: nodeMetrics.load,
      queries: [query(select(nodeMetrics.load, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'HostMemoryHigh', {
      ...SIZE,
      title: 'Memory in use',
      description: 'Share of the memory of each host that is in use and cannot be freed.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(host.memoryUsage, chosen), '{{instance}}')],
    }),
  ];
}

/** Hosts, through node_exporter: CPUs and memory. */
export function buildHostSection(context: BoardContext): readonly UnplacedPanel[] {
  const oomKills = increase(selectCounter(nodeMetrics.oomKills, chosen), RANGE);
  return [
    buildRow('Hosts'),
    ...buildUsage(context),
    buildTimeseries({
      ...SIZE,
      title: 'Killed for memory',
      metric: nodeMetrics.oomKills,
      description:
        'Processes that the kernel killed because memory ran out. HostOomKilled fires with the first one.',
      queries: [query(oomKills, '{{instance}}')],
    }),
    buildAlertGraph(context, 'HostClockSkew', {
      ...SIZE,
      title: 'Clock offset',
      description: 'How far the clock is off from its reference; 0 where it follows none.',
      unit: 's',
      queries: [query(magnitude(select(nodeMetrics.clockOffset, chosen)), '{{instance}}')],
    }),
  ];
}
