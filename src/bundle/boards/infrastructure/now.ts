import { buildGauge, buildRow, buildStat, type UnplacedPanel } from '../../../dashboards/index.ts';
import { postgresqlMetrics, redisMetrics } from '../../external-metrics/index.ts';
import { aggregate, type Expr, matching, select } from '../../promql/index.ts';
import { buildAlertGauge, buildYesNo } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen } from '../scope.ts';

const SIZE = { width: 3, height: 5 };

const highest = (expr: Expr, legend: string) => [query(aggregate('max', [], expr), legend)];

function buildApplicationGauges(context: BoardContext): readonly UnplacedPanel[] {
  const { memory, nodejs } = context.records;
  return [
    buildAlertGauge(context, 'HighMemoryUsage', {
      ...SIZE,
      title: 'Memory of limit',
      description: 'Resident memory over what the process may use, where it is highest.',
      noValue: 'No processes',
      queries: highest(select(memory.process, chosen), 'Memory'),
    }),
    buildAlertGauge(context, 'NodejsHeapNearLimit', {
      ...SIZE,
      title: 'Heap of limit',
      description: 'Heap in use over the heap at which Node.js gives up, where it is highest.',
      noValue: 'No Node.js',
      queries: highest(select(nodejs.heapUsage, chosen), 'Heap'),
    }),
    buildAlertGauge(context, 'NodejsEventLoopSaturated', {
      ...SIZE,
      title: 'Event loop',
      description: 'Share of time that the event loop worked, where it is highest.',
      noValue: 'No Node.js',
      queries: highest(select(nodejs.eventLoopUtilization, chosen), 'Event loop'),
    }),
  ];
}

function buildUpStat(title: string, description: string, up: Expr): UnplacedPanel {
  return buildStat({
    ...SIZE,
    title,
    description,
    unit: 'none',
    noValue: 'Not scraped',
    sparkline: false,
    mappings: buildYesNo('Up', 'Down'),
    queries: [query(aggregate('min', [], up), title)],
  });
}

function buildHostGauges(context: BoardContext): readonly UnplacedPanel[] {
  const { host } = context.records;
  return [
    buildAlertGauge(context, 'HostCpuHigh', {
      ...SIZE,
      title: 'CPU of hosts',
      description: 'Share of all CPUs of a host that is in use, where it is highest.',
      noValue: 'Not scraped',
      queries: highest(select(host.cpuUsage, chosen), 'CPU'),
    }),
    buildAlertGauge(context, 'HostMemoryHigh', {
      ...SIZE,
      title: 'Memory of hosts',
      description: 'Share of the memory of a host that is in use, where it is highest.',
      noValue: 'Not scraped',
      queries: highest(select(host.memoryUsage, chosen), 'Memory'),
    }),
    buildGauge({
      ...SIZE,
      title: 'Fullest disk',
      description:
        'How full the fullest file system is. Orange from the threshold of HostDiskFilling on, red from that of HostDiskFull on.',
      unit: 'percentunit',
      decimals: 0,
      min: 0,
      max: 1,
      noValue: 'Not scraped',
      thresholds: [
        { value: null, color: 'green' },
        { value: context.threshold('HostDiskFilling'), color: 'orange' },
        { value: context.threshold('HostDiskFull'), color: 'red' },
      ],
      queries: highest(
        select(host.filesystemUsage, { ...chosen, mountpoint: matching('$mountpoint') }),
        'File system',
      ),
    }),
  ];
}

/** The line on top: what is short of room at this moment. */
export function buildNowSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Now'),
    ...buildApplicationGauges(context),
    buildUpStat('Redis', 'Whether every Redis that is scraped answers.', select(redisMetrics.up, chosen)),
    buildUpStat(
      'PostgreSQL',
      'Whether every PostgreSQL that is scraped answers.',
      select(postgresqlMetrics.up, chosen),
    ),
    ...buildHostGauges(context),
  ];
}
