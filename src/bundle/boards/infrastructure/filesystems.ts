import { buildTable, type ColumnOptions, type UnplacedPanel } from '../../../dashboards/index.ts';
import { nodeMetrics, ON_DISK } from '../../external-metrics/index.ts';
import {
  aggregate,
  complement,
  type Expr,
  matching,
  ratio,
  select,
  slope,
  times,
} from '../../promql/index.ts';
import { buildYesNo } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { chosen } from '../scope.ts';
import { buildSteps } from '../steps.ts';

const FILESYSTEMS = { ...chosen, ...ON_DISK, mountpoint: matching('$mountpoint') } as const;
const BY = ['instance', 'mountpoint'] as const;

/** What all metrics of file systems carry. */
type FilesystemSeries = Expr<'job' | 'instance' | 'device' | 'fstype' | 'mountpoint'>;

/** At the pace of the last hours; nothing for a file system that is not getting fuller. */
function buildSecondsUntilFull(): Expr<'instance' | 'mountpoint'> {
  const available = select(nodeMetrics.filesystemAvailable, FILESYSTEMS);
  return aggregate('min', BY, ratio(available, times(slope(available, '6h'), -1)));
}

const largest = (expr: FilesystemSeries) => aggregate('max', BY, expr).text;

function buildSpaceColumns({ records: { host }, threshold }: BoardContext): readonly ColumnOptions[] {
  return [
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
  ];
}

function buildTimeColumn({ threshold }: BoardContext): ColumnOptions {
  const soon = threshold('HostDiskFillsSoon');
  return {
    heading: 'Full in',
    unit: 's',
    expr: buildSecondsUntilFull().text,
    thresholds: [
      { value: null, color: 'red' },
      { value: soon, color: 'orange' },
      { value: soon * 7, color: 'green' },
    ],
  };
}

const WRITABLE: ColumnOptions = {
  heading: 'Writable',
  unit: 'none',
  expr: complement(aggregate('max', BY, select(nodeMetrics.filesystemReadOnly, FILESYSTEMS))).text,
  mappings: buildYesNo('Yes', 'No'),
};

/** Space, inodes and rights of every file system. */
export function buildFilesystemsTable(context: BoardContext): UnplacedPanel {
  return buildTable({
    width: 24,
    height: 6,
    title: 'File systems',
    description:
      'Space and inodes of each file system, and when it is full at the pace of the last six hours. HostFilesystemReadOnly fires where one can no longer be written to.',
    unit: 'none',
    noValue: '–',
    labels: { instance: 'Host', mountpoint: 'Mount point' },
    columns: [...buildSpaceColumns(context), buildTimeColumn(context), WRITABLE],
    decimals: 1,
    sortBy: 'Used',
  });
}
