import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { onTargetsWith, rate, select, selectCounter, selectHistogram, sumBy } from '../../promql/index.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 6, height: 8 };

function buildMemoryPanel({ nodejs, process }: Catalogue): UnplacedPanel {
  const heapUsed = select(nodejs.heapUsed, chosen);
  return buildTimeseries({
    ...SIZE,
    title: 'Memory of Node.js',
    metric: process.residentMemory,
    description:
      'Memory of each Node.js process that is in RAM, and the part of it that live objects of its heap use.',
    min: 0,
    queries: [
      query(onTargetsWith(select(process.residentMemory, chosen), heapUsed), '{{instance}} resident'),
      query(heapUsed, '{{instance}} heap used'),
    ],
  });
}

function buildCpuPanel({ process }: Catalogue): UnplacedPanel {
  return buildTimeseries({
    ...SIZE,
    title: 'CPU',
    metric: process.cpu,
    description: 'CPU time that each process spent per second; 100 % is one core.',
    perSecond: true,
    min: 0,
    queries: [query(sumBy(['instance'], rate(selectCounter(process.cpu, chosen), RANGE)), '{{instance}}')],
  });
}

/** The processes themselves, aiwatch's own included. */
export function buildRuntimeSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { nodejs } = catalogue;
  return [
    buildRow('Runtime'),
    buildMemoryPanel(catalogue),
    buildCpuPanel(catalogue),
    buildTimeseries({
      ...SIZE,
      title: 'Event loop delay',
      metric: nodejs.eventLoopDelay,
      description: '99th percentile of how much later than due a timer ran.',
      min: 0,
      queries: [query(percentile(0.99, nodejs.eventLoopDelay, ['instance'], chosen), '{{instance}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Garbage collection',
      metric: nodejs.gcDuration,
      description: 'Share of time that garbage collection took.',
      perSecond: true,
      min: 0,
      stacked: true,
      queries: [
        query(sumBy(['kind'], rate(selectHistogram(nodejs.gcDuration, 'sum', chosen), RANGE)), '{{kind}}'),
      ],
    }),
  ];
}
