import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { changes, onTargetsWith, rate, select, selectCounter, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0 };
const OF_NODEJS = { ...SIZE, noValue: 'No Node.js' };
const OF_CHILDREN = { ...SIZE, noValue: 'No child processes' };

function buildOwn(context: BoardContext): readonly UnplacedPanel[] {
  const { catalogue, records } = context;
  const { process, nodejs } = catalogue;
  const restarts = onTargetsWith(
    changes(select(process.startTime, chosen), '15m'),
    select(nodejs.info, chosen),
  );
  return [
    buildAlertGraph(context, 'ProcessCpuHigh', {
      ...OF_NODEJS,
      title: 'CPU of processes',
      description: 'CPU time that each process spent per second, over five minutes; 100 % is one core.',
      unit: 'percentunit',
      queries: [query(select(records.nodejs.cpuUsage, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'ProcessFileDescriptorsLow', {
      ...OF_NODEJS,
      title: 'File descriptors over their limit',
      description: 'Open file descriptors, sockets included, over those that the process may open.',
      unit: 'percentunit',
      queries: [query(select(records.nodejs.descriptorUsage, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'ProcessRestarting', {
      ...OF_NODEJS,
      title: 'Restarts in 15 minutes',
      description: 'How often each process started anew within the 15 minutes before.',
      unit: 'short',
      decimals: 0,
      queries: [query(restarts, '{{instance}}')],
    }),
  ];
}

function buildChildren({ process }: BoardContext['catalogue']): readonly UnplacedPanel[] {
  return [
    buildTimeseries({
      ...OF_CHILDREN,
      width: 6,
      title: 'Child processes',
      metric: process.childProcesses,
      queries: [query(sumBy(['command'], select(process.childProcesses, chosen)), '{{command}}')],
    }),
    buildTimeseries({
      ...OF_CHILDREN,
      width: 6,
      title: 'CPU of child processes',
      metric: process.childCpu,
      description: 'CPU time that child processes spent per second; 100 % is one core.',
      perSecond: true,
      queries: [
        query(sumBy(['command'], rate(selectCounter(process.childCpu, chosen), RANGE)), '{{command}}'),
      ],
    }),
    buildTimeseries({
      ...OF_CHILDREN,
      width: 6,
      title: 'Memory of child processes',
      metric: process.childMemory,
      queries: [query(sumBy(['command'], select(process.childMemory, chosen)), '{{command}}')],
    }),
  ];
}

/** The processes as the operating system sees them. */
export function buildProcessSection(context: BoardContext): readonly UnplacedPanel[] {
  const { nodejs } = context.catalogue;
  return [
    buildRow('Processes'),
    ...buildOwn(context),
    ...buildChildren(context.catalogue),
    buildTimeseries({
      ...OF_NODEJS,
      width: 6,
      title: 'What keeps the event loop alive',
      metric: nodejs.activeResources,
      queries: [query(sumBy(['type'], select(nodejs.activeResources, chosen)), '{{type}}')],
    }),
  ];
}
