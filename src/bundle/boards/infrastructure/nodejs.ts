import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { onTargetsWith, rate, select, selectHistogram, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No Node.js' };

function buildHeap({ catalogue: { nodejs, process } }: BoardContext): readonly UnplacedPanel[] {
  const heapUsed = select(nodejs.heapUsed, chosen);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Memory of Node.js',
      metric: process.residentMemory,
      description:
        'Memory of each process that is in RAM, its heap, and what objects of the heap own outside of it.',
      queries: [
        query(onTargetsWith(select(process.residentMemory, chosen), heapUsed), '{{instance}} resident'),
        query(select(nodejs.externalMemory, chosen), '{{instance}} outside of the heap'),
        query(heapUsed, '{{instance}} heap'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Heap by space',
      metric: nodejs.heapSpaceUsed,
      stacked: true,
      queries: [query(sumBy(['space'], select(nodejs.heapSpaceUsed, chosen)), '{{space}}')],
    }),
  ];
}

function buildShares(context: BoardContext): readonly UnplacedPanel[] {
  const { memory, nodejs } = context.records;
  return [
    buildAlertGraph(context, 'HighMemoryUsage', {
      ...SIZE,
      title: 'Memory over its limit',
      description: 'Resident memory of each process over what it may use.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(memory.process, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'NodejsHeapNearLimit', {
      ...SIZE,
      title: 'Heap over its limit',
      description: 'Heap in use over the heap at which Node.js gives up.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(nodejs.heapUsage, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'NodejsEventLoopSaturated', {
      ...SIZE,
      title: 'Utilisation of the event loop',
      description: 'Share of time that the event loop worked rather than waited, over five minutes.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(nodejs.eventLoopUtilization, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'NodejsEventLoopBlocked', {
      ...SIZE,
      title: 'Event loop delay',
      description: 'How much later than due 99 % of the timers ran at the most, over five minutes.',
      unit: 's',
      queries: [query(select(nodejs.eventLoopDelay, chosen), '{{instance}}')],
    }),
  ];
}

function buildGarbageCollection(context: BoardContext): readonly UnplacedPanel[] {
  const { gcDuration } = context.catalogue.nodejs;
  return [
    buildAlertGraph(context, 'NodejsGcPressure', {
      ...SIZE,
      title: 'Time in garbage collection',
      description: 'Share of time that garbage collection took, over five minutes.',
      unit: 'percentunit',
      queries: [query(select(context.records.nodejs.gcTime, chosen), '{{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Garbage collection by kind',
      metric: gcDuration,
      description: 'Share of time that each kind of garbage collection took, all instances together.',
      perSecond: true,
      stacked: true,
      queries: [query(sumBy(['kind'], rate(selectHistogram(gcDuration, 'sum', chosen), RANGE)), '{{kind}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Longest garbage collections',
      metric: gcDuration,
      description: '99th percentile of the time that one garbage collection took.',
      queries: [query(percentile(0.99, gcDuration, ['instance'], chosen), '{{instance}}')],
    }),
  ];
}

/** The engine: memory, event loop, garbage collection. */
export function buildNodejsSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildRow('Node.js'),
    ...buildHeap(context),
    ...buildShares(context),
    ...buildGarbageCollection(context),
  ];
}
