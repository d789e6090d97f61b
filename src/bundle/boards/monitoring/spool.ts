import { buildRow, buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { aggregate, increase, select, selectCounter } from '../../promql/index.ts';
import { buildAlertGraph, buildYesNo } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';
import { buildSteps } from '../steps.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No spool' };
const BY = ['job', 'instance'] as const;

function buildSpoolTable({ catalogue: { eventFlow }, records, threshold }: BoardContext): UnplacedPanel {
  return buildTable({
    width: 24,
    height: 8,
    title: 'Spools',
    description:
      'Where events wait on the disk. EventStoreUnreachable fires where they are not delivered, SpoolNotWritable where a spool cannot be written, SpoolFillingUp and SpoolAlmostFull where it gets full.',
    unit: 'none',
    noValue: '–',
    labels: { job: 'Job', instance: 'Instance' },
    columns: [
      {
        heading: 'Delivers',
        unit: 'none',
        expr: aggregate('min', BY, select(eventFlow.up, chosen)).text,
        mappings: buildYesNo('Yes', 'No'),
      },
      {
        heading: 'Writes',
        unit: 'none',
        expr: aggregate('min', BY, select(eventFlow.spoolWritable, chosen)).text,
        mappings: buildYesNo('Yes', 'No'),
      },
      {
        heading: 'Full',
        unit: 'percentunit',
        expr: aggregate('max', BY, select(records.events.spoolUsage, chosen)).text,
        thresholds: buildSteps(threshold('SpoolAlmostFull')),
      },
      {
        heading: 'Events',
        unit: 'short',
        expr: aggregate('max', BY, select(eventFlow.spoolEvents, chosen)).text,
      },
      {
        heading: 'Oldest waits',
        unit: 's',
        expr: aggregate('max', BY, select(eventFlow.lag, chosen)).text,
        thresholds: buildSteps(threshold('RollupLagHigh')),
      },
    ],
    sortBy: 'Delivers',
    isAscending: true,
  });
}

/** Where events wait on the disk, in applications and the aiwatch server. */
export function buildSpoolSection(context: BoardContext): readonly UnplacedPanel[] {
  const { spoolBytes, spoolEvents, spoolCorrupt, lag } = context.catalogue.eventFlow;
  const legend = '{{job}} {{instance}}';
  return [
    buildRow('Spools'),
    buildSpoolTable(context),
    buildAlertGraph(context, 'SpoolAlmostFull', {
      ...SIZE,
      title: 'Spools in use',
      description: 'How full each spool is, of the size at which it refuses events.',
      unit: 'percentunit',
      max: 1,
      queries: [query(select(context.records.events.spoolUsage, chosen), legend)],
    }),
    buildAlertGraph(context, 'RollupLagHigh', {
      ...SIZE,
      title: 'Oldest event',
      description: 'How long the oldest event has been waiting that is not delivered.',
      unit: 's',
      queries: [query(select(lag, chosen), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Events in spools',
      metric: spoolEvents,
      queries: [query(select(spoolEvents, chosen), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Size of spools',
      metric: spoolBytes,
      queries: [query(select(spoolBytes, chosen), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Unreadable events',
      metric: spoolCorrupt,
      description:
        'Events of the spool that cannot be read any more. SpoolCorrupted fires with the first one.',
      queries: [query(increase(selectCounter(spoolCorrupt, chosen), RANGE), legend)],
    }),
  ];
}
