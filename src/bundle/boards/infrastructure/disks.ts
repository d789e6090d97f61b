import { buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { nodeMetrics } from '../../external-metrics/index.ts';
import { matching, rate, select, selectCounter } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';
import { buildFilesystemsTable } from './filesystems.ts';

const SIZE = { width: 12, height: 8, min: 0, noValue: 'Not scraped' };

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
    buildFilesystemsTable(context),
    buildUsage(context),
    buildSaturation(context),
    buildNetworkErrors(context),
    ...buildThroughput(),
  ];
}
