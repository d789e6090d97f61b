import { buildTable, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { nodeMetrics, ON_DISK } from '../../external-metrics/index.ts';
import {
  aggregate,
  complement,
  type Expr,
  matching,
  rate,
  ratio,
  select,
  selectCounter,
  slope,
  times,
} from '../../promql/index.ts';
import { buildAlertGraph, buildYesNo } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';
import { buildSteps } from '../steps.ts';

const SIZE = { width: 12, height: 8, min: 0, noValue: 'Not scraped' };
const FILESYSTEMS = { ...chosen, ...ON_DISK, mountpoint: matching('$mountpoint') } as const;
const BY = ['instance', 'mountpoint'] as const;

/** What all metrics of file systems carry. */
type FilesystemSeries = Expr<'job' | 'instance' | 'device' | 'fstype' | 'mountpoint'>;

/** At the pace of the last hours; nothing for a file system that is not getting fuller. */
function buildSecondsUntilFull(): Expr<'instance' | 'mountpoint'> {
  const available = select(nodeMetrics.filesystemAvailable, FILESYSTEMS);
  return aggregate('min', BY, ratio(available, times(slope(available, '6h'), -1)));
}

function buildFilesystems({ records: { host }, threshold }: BoardContext): UnplacedPanel {
  const largest = (expr: FilesystemSeries) => aggregate('max', BY, expr).text;
  const soon = threshold('HostDiskFillsSoon');
  return buildTable({
    width: 24,
    height: 6,
    title: 'File systems',
    description:
      'Space and inodes of each file system, and when it is full at the pace of the last six hours. HostFilesystemReadOnly fires where one can no longer be written to.',
    unit: 'none',
    noValue: '–',
    labels: { instance: 'Host', mountpoint: 'Mount point' },
    columns: [
      { heading: 'Size', unit: 'bytes', expr: largest(select(nodeMetrics.filesystemSize, FILESYSTEMS)) },
      { heading: 'Left', unit: 'bytes', expr: largest(select(nodeMetrics.filesystemAvailable, FILESYSTEMS)) },
      {
        heading: 'Used',
        unit: 'percentunit',
        expr: largest(select(host.filesystemUsage, FILESYSTEMS)),
        thresholds: buildSteps(threshold('HostDiskFull')),
      },
      {
        heading: 'Inodes used',
        unit: 'percentunit',
        expr: largest(select(host.inodeUsage, FILESYSTEMS)),
        thresholds: buildSteps(threshold('HostInodesLow')),
      },
      {
        heading: 'Full in',
        unit: 's',
        expr: buildSecondsUntilFull().text,
        thresholds: [
          { value: null, color: 'red' },
          { value: soon, color: 'orange' },
          { value: soon * 7, color: 'green' },
        ],
      },
      {
        heading: 'Writable',
        unit: 'none',
        expr: complement(aggregate('max', BY, select(nodeMetrics.filesystemReadOnly, FILESYSTEMS))).text,
        mappings: buildYesNo('Yes', 'No'),
      },
    ],
    decimals: 1,
    sortBy: 'Used',
  });
}

function buildThroughput(): readonly UnplacedPanel[] {
  const perSecond = (
    counter: (typeof nodeMetrics)['diskRead' | 'diskWritten' | 'receivedBytes' | 'transmittedBytes'],
    what: string,
  ) => query(rate(selectCounter(counter, chosen), RANGE), `{{instance}} {{device}} ${what}`);
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Disk throughput',
      description: 'Bytes per second that were read from each disk and written to it.',
      unit: 'Bps',
      queries: [perSecond(nodeMetrics.diskRead, 'read'), perSecond(nodeMetrics.diskWritten, 'written')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Network throughput',
      description: 'Bytes per second that each interface received and sent.',
      unit: 'Bps',
      queries: [
        perSecond(nodeMetrics.receivedBytes, 'received'),
        perSecond(nodeMetrics.transmittedBytes, 'sent'),
      ],
    }),
  ];
}

function buildUsage(context: BoardContext): UnplacedPanel {
  const { host } = context.records;
  return buildAlertGraph(context, 'HostDiskFull', {
    ...SIZE,
    width: 8,
    title: 'File systems in use',
    description: 'How full each file system is.',
    unit: 'percentunit',
    max: 1,
    queries: [
      query(
        select(host.filesystemUsage, { ...chosen, mountpoint: matching('$mountpoint') }),
        '{{instance}} {{mountpoint}}',
      ),
    ],
  });
}

function buildSaturation(context: BoardContext): UnplacedPanel {
  const { host } = context.records;
  return buildAlertGraph(context, 'HostDiskSaturated', {
    ...SIZE,
    width: 8,
    title: 'Disks at work',
    description: 'Share of time in which each disk had something to do, over five minutes.',
    unit: 'percentunit',
    max: 1,
    queries: [query(select(host.diskBusy, chosen), '{{instance}} {{device}}')],
  });
}

function buildNetworkErrors(context: BoardContext): UnplacedPanel {
  const { host } = context.records;
  return buildAlertGraph(context, 'HostNetworkErrors', {
    ...SIZE,
    width: 8,
    title: 'Network errors',
    description: 'Packets that failed over all packets of each interface, over five minutes.',
    unit: 'percentunit',
    queries: [query(select(host.networkErrors, chosen), '{{instance}} {{device}}')],
  });
}

/** What hosts keep and send: file systems, disks, network. */
export function buildDisksSection(context: BoardContext): readonly UnplacedPanel[] {
  return [
    buildFilesystems(context),
    buildUsage(context),
    buildSaturation(context),
    buildNetworkErrors(context),
    ...buildThroughput(),
  ];
}
